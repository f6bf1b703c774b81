package io.github.fgaspring.authorization;

import java.util.Optional;

import io.github.fgaspring.authentication.FgaSession;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodParameter;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Passes the session of the caller to handler methods that have a parameter of the type
 * {@link FgaSession}, or an {@link Optional} of it, with or without
 * {@link AuthenticationPrincipal}. It is the session that rules are decided for: also
 * where the principal is somebody else's, and a resolver bean of the application finds
 * the session behind it.
 * <p>
 * Without this class, Spring MVC would fill a parameter without annotation from the
 * parameters of the request, so that callers could say themselves who they are.
 */
public final class FgaSessionArgumentResolver implements HandlerMethodArgumentResolver {

	private final PermissionQuestioner questioner;

	private final SecurityContextHolderStrategy securityContextHolder;

	/**
	 * Creates a resolver.
	 * @param questioner knows the sessions of callers
	 * @param securityContextHolder where the caller is found
	 */
	public FgaSessionArgumentResolver(PermissionQuestioner questioner,
			SecurityContextHolderStrategy securityContextHolder) {
		Assert.notNull(questioner, "questioner cannot be null");
		Assert.notNull(securityContextHolder, "securityContextHolder cannot be null");
		this.questioner = questioner;
		this.securityContextHolder = securityContextHolder;
	}

	/**
	 * Whether the parameter is a session. One that an expression is to get out of the
	 * principal is left to Spring Security.
	 */
	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		AuthenticationPrincipal principal = parameter.getParameterAnnotation(AuthenticationPrincipal.class);
		return parameter.nestedIfOptional().getNestedParameterType() == FgaSession.class
				&& (principal == null || !StringUtils.hasText(principal.expression()));
	}

	@Override
	public @Nullable Object resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer mavContainer,
			NativeWebRequest webRequest, @Nullable WebDataBinderFactory binderFactory) {
		FgaSession session = this.questioner.session(this.securityContextHolder.getContext().getAuthentication());
		return (parameter.getParameterType() != Optional.class) ? session : Optional.ofNullable(session);
	}

}
