package io.ohmgate.api.http.auth;

import io.ohmgate.api.account.DriverLogin;
import io.ohmgate.api.account.StaffLogin;
import io.ohmgate.api.http.Origin;
import io.ohmgate.api.security.AccessTokens;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.security.WsTickets;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Logging in and out. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "auth", description = "登录 / logging in")
class AuthController {
    private final StaffLogin staff;
    private final DriverLogin drivers;
    private final AccessTokens tokens;
    private final WsTickets tickets;

    AuthController(StaffLogin staff, DriverLogin drivers, AccessTokens tokens, WsTickets tickets) {
        this.staff = staff;
        this.drivers = drivers;
        this.tokens = tokens;
        this.tickets = tickets;
    }

    @PostMapping("/auth/login")
    @Operation(summary = "员工登录 / Staff log in with name and password")
    Mono<TokenView> login(@Valid @RequestBody StaffLoginRequest request, ServerWebExchange exchange) {
        return staff.login(request.username(), request.password(), Origin.addressOf(exchange))
                .map(TokenView::of);
    }

    @PostMapping("/auth/sms-codes")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "发送登录验证码 / Send a login code to a phone")
    Mono<Void> sendCode(@Valid @RequestBody SmsCodeRequest request, ServerWebExchange exchange) {
        return drivers.requestCode(request.phone(), Origin.addressOf(exchange));
    }

    @PostMapping("/auth/sms-login")
    @Operation(summary = "车主验证码登录 / A driver logs in with the code")
    Mono<TokenView> smsLogin(@Valid @RequestBody SmsLoginRequest request, ServerWebExchange exchange) {
        return drivers.login(request.phone(), request.code(), Origin.addressOf(exchange))
                .map(TokenView::of);
    }

    @PostMapping("/auth/logout")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "退出登录 / Revoke the token of this call")
    Mono<Void> logout(Caller caller) {
        return tokens.revoke(caller);
    }

    @PostMapping("/ws-tickets")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "获取 WebSocket 一次性票据（30 秒） / A one-use ticket for the WebSocket, valid 30 s")
    Mono<TicketView> ticket(Caller caller) {
        return tickets.issue(caller).map(TicketView::of);
    }
}
