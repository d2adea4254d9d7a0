package io.ohmgate.api.http.docs;

import io.ohmgate.api.http.Idempotent;
import io.ohmgate.api.problem.FieldError;
import io.ohmgate.api.problem.ProblemView;
import io.ohmgate.api.security.Caller;
import io.ohmgate.api.security.RouteRule;
import io.ohmgate.api.security.RouteTable;
import io.ohmgate.api.security.Who;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/** Completes the document with what the table of routes knows: who may call, which key is needed, how errors look. */
@Configuration(proxyBeanMethods = false)
class OpenApiDocument {
    private static final String BEARER = "bearer";
    private static final String PROBLEM_REF = "#/components/schemas/Problem";

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class, Caller.Staff.class, Caller.Driver.class);
    }

    @Bean
    OpenApiCustomizer completed() {
        return document -> {
            document.setInfo(new Info()
                    .title("Ohmgate 充电网关接口 / Ohmgate charging gateway API")
                    .version("v1")
                    .license(new License().name("Apache-2.0"))
                    .description("金额为整数分，电量为 0.0001 千瓦时的整数，时间为带时区的 RFC 3339。错误均为 application/problem+json，"
                            + "code 稳定。 / Money in whole fen, energy in whole 0.0001 kWh, times in RFC 3339 with offset."
                            + " Errors are application/problem+json with a stable code."));
            document.getComponents()
                    .addSecuritySchemes(
                            BEARER,
                            new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer"));
            ModelConverters.getInstance(true).read(FieldError.class).forEach(document.getComponents()::addSchemas);
            ModelConverters.getInstance(true).read(ProblemView.class).forEach(document.getComponents()::addSchemas);
            complete(document);
        };
    }

    private static void complete(OpenAPI document) {
        document.getPaths()
                .forEach((path, item) -> item.readOperationsMap()
                        .forEach((method, operation) -> RouteTable.declared(HttpMethod.valueOf(method.name()), path)
                                .ifPresent(rule -> complete(rule, operation))));
    }

    private static void complete(RouteRule rule, Operation operation) {
        operation.setOperationId(rule.name().toLowerCase(java.util.Locale.ROOT));
        if (rule.who() != Who.ANYONE) {
            operation.addSecurityItem(new SecurityRequirement().addList(BEARER));
        }
        operation.addExtension("x-who", rule.who().name());
        if (rule.keyed() != RouteRule.Keyed.NO) {
            operation.addParametersItem(new HeaderParameter()
                    .name(Idempotent.HEADER)
                    .required(rule.keyed() == RouteRule.Keyed.REQUIRED)
                    .description("每次用户操作一个随机键，重试时沿用 / one random key per action, kept when retrying")
                    .schema(new StringSchema().minLength(8).maxLength(64)));
        }
        operation.getResponses().addApiResponse("default", problem());
    }

    private static ApiResponse problem() {
        return new ApiResponse()
                .description("错误，见 code / an error; see its code")
                .addHeaderObject("X-Request-Id", new Header().schema(new StringSchema()))
                .content(new Content()
                        .addMediaType(
                                "application/problem+json", new MediaType().schema(new Schema<>().$ref(PROBLEM_REF))));
    }
}
