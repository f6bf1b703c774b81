package io.github.fgaspring.web;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.github.fgaspring.policy.PolicyRefusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * The answer 401 to a caller who must authenticate anew (RFC 9470, section 3). Header and
 * body say the same, because scripts of another origin cannot read the header.
 */
final class StepUpChallenge {

	private static final String ERROR = "insufficient_user_authentication";

	private static final String ATTRIBUTE = StepUpChallenge.class.getName();

	private static final String TOO_OLD = "The user must have authenticated more recently.";

	private static final String NOT_AS_DEMANDED = "The user must authenticate in another way.";

	private StepUpChallenge() {
	}

	/**
	 * Remembers what a caller must do who goes on as nobody.
	 */
	static void save(PolicyRefusal refusal, HttpServletRequest request) {
		request.setAttribute(ATTRIBUTE, refusal);
	}

	/**
	 * What the caller must do, {@code null} if there is nothing to remember.
	 */
	static @Nullable PolicyRefusal saved(HttpServletRequest request) {
		return (request.getAttribute(ATTRIBUTE) instanceof PolicyRefusal refusal) ? refusal : null;
	}

	static void write(HttpServletResponse response, PolicyRefusal refusal) throws IOException {
		write(response,
				(refusal.reason() == PolicyRefusal.Reason.AUTHENTICATION_METHOD_MISSING) ? NOT_AS_DEMANDED : TOO_OLD,
				refusal.maxAge(), refusal.authenticationMethods());
	}

	/**
	 * Answers a rule of the application on how its users have authenticated.
	 */
	static void write(HttpServletResponse response, @Nullable Duration maxAge) throws IOException {
		write(response, (maxAge != null) ? TOO_OLD : NOT_AS_DEMANDED, maxAge, Set.of());
	}

	private static void write(HttpServletResponse response, String detail, @Nullable Duration maxAge,
			Set<String> methods) throws IOException {
		StringBuilder challenge = new StringBuilder("Bearer error=\"" + ERROR + "\", error_description=\"" + detail)
			.append('"');
		Map<String, Object> demands = new LinkedHashMap<>();
		if (maxAge != null) {
			challenge.append(", max_age=\"").append(maxAge.toSeconds()).append('"');
			demands.put("max_age", maxAge.toSeconds());
		}
		if (!methods.isEmpty()) {
			String values = String.join(" ", methods);
			challenge.append(", acr_values=\"").append(values).append('"');
			demands.put("acr_values", values);
		}
		response.setHeader(HttpHeaders.WWW_AUTHENTICATE, challenge.toString());
		new Problem(HttpStatus.UNAUTHORIZED, ERROR, detail, demands).write(response);
	}

}
