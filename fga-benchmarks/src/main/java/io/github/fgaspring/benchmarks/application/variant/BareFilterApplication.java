package io.github.fgaspring.benchmarks.application.variant;

import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.servlet.Filter;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The least that one can do about a token: it is looked up, has not expired, and holds
 * the permission.
 */
@Configuration(proxyBeanMethods = false)
@Import(UnprotectedApplication.class)
class BareFilterApplication {

	private static final String SCHEME = "Bearer ";

	@Bean
	Filter bareFilter(@Value("${bench.tokens}") String[] tokens, JsonMapper jsonMapper) {
		Map<String, Session> sessions = Arrays.stream(tokens)
			.collect(Collectors.toMap(Function.identity(), (token) -> Session.of(token, jsonMapper)));
		return (request, response, chain) -> {
			String header = ((HttpServletRequest) request).getHeader("Authorization");
			Session session = (header != null && header.startsWith(SCHEME))
					? sessions.get(header.substring(SCHEME.length())) : null;
			if (session == null || session.expiresAt() <= System.currentTimeMillis()) {
				refuse(response, HttpServletResponse.SC_UNAUTHORIZED);
			}
			else if (!session.permissions().contains("project:view")) {
				refuse(response, HttpServletResponse.SC_FORBIDDEN);
			}
			else {
				chain.doFilter(request, response);
			}
		};
	}

	private static void refuse(ServletResponse response, int status) throws IOException {
		((HttpServletResponse) response).sendError(status);
	}

	/**
	 * What a token says.
	 *
	 * @param expiresAt when it expires, in milliseconds
	 * @param permissions the permissions
	 */
	private record Session(long expiresAt, Set<String> permissions) {

		static Session of(String token, JsonMapper jsonMapper) {
			JsonNode claims = jsonMapper.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
			return new Session(claims.required("exp").asLong() * 1000,
					claims.required("permissions").valueStream().map(JsonNode::asString).collect(Collectors.toSet()));
		}

	}

}
