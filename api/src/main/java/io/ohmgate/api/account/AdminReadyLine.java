package io.ohmgate.api.account;

import io.ohmgate.api.boot.ReadyLine;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Where the administrator's generated password lies; never the password itself. */
@Component
@Order(10)
final class AdminReadyLine implements ReadyLine {
    private final AdminBootstrap admin;

    AdminReadyLine(AdminBootstrap admin) {
        this.admin = admin;
    }

    @Override
    public String label() {
        return "管理员 / admin";
    }

    @Override
    public String value() {
        return AdminBootstrap.USERNAME + "，密码文件 / password in " + admin.passwordFile();
    }
}
