package io.github.fgaspring.autoconfigure;

import java.time.Clock;
import java.time.Duration;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.fgaspring.client.ApiStatus;
import io.github.fgaspring.client.RefreshTokenGrant;
import io.github.fgaspring.client.WorkOsApi;
import io.github.fgaspring.cookie.CookieAttributes;
import io.github.fgaspring.cookie.SameSite;
import io.github.fgaspring.cookie.SealedSessionCookie;
import io.github.fgaspring.cookie.SessionRenewer;
import io.github.fgaspring.web.FgaHttpConfigurer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.util.StringUtils;

/**
 * The session of an AuthKit frontend, if there is a password to read it with.
 */
@Configuration(proxyBeanMethods = false)
@Conditional(SealedCookieConfiguration.OnPassword.class)
class SealedCookieConfiguration {

	private static final String PREFIX = "fga.session.sealed-cookie.";

	private static final Duration SHORTEST_MAX_AGE = Duration.ofSeconds(1);

	/**
	 * What browsers shorten longer ones to.
	 */
	private static final Duration LONGEST_MAX_AGE = Duration.ofDays(400);

	@Bean
	@ConditionalOnMissingBean
	SealedSessionCookie fgaSealedSessionCookie(FgaProperties properties) {
		FgaProperties.Session session = properties.session();
		return new SealedSessionCookie(attributes(session), password(session.sealedCookie()), Clock.systemUTC());
	}

	@Bean
	@ConditionalOnMissingBean
	@Conditional(OnRefresh.class)
	SessionRenewer fgaSessionRenewer(@Qualifier(FgaHttpConfigurer.JWT_DECODER_BEAN_NAME) JwtDecoder decoder,
			WorkOsApi api, FgaConnectionDetails connection, RemoteSettings settings, ApiStatus status) {
		return new SessionRenewer(decoder, new RefreshTokenGrant(api, connection.getClientId(), connection.getApiKey()),
				settings.deadline(), status, Clock.systemUTC(), Ticker.systemTicker());
	}

	private static String password(FgaProperties.Session.SealedCookie cookie) {
		return Requirements.password(PREFIX + "password", cookie.password(), SealedSessionCookie.MIN_PASSWORD_LENGTH);
	}

	private static CookieAttributes attributes(FgaProperties.Session session) {
		FgaProperties.Session.SealedCookie cookie = session.sealedCookie();
		String name = Requirements.cookieName(PREFIX + "name", cookie.name());
		if (name.equals(session.cookieName())) {
			throw new InvalidFgaPropertyException(PREFIX + "name", "is the same as 'fga.session.cookie-name'",
					"Set '" + PREFIX + "name' to the name of the sealed cookie, and remove 'fga.session.cookie-name'"
							+ " if there is no other.");
		}
		if (cookie.sameSite() == SameSite.NONE && !cookie.secure()) {
			throw new InvalidFgaPropertyException(PREFIX + "secure",
					"is false, so browsers drop a cookie with 'same-site=none'",
					"Set '" + PREFIX + "secure' to true, or '" + PREFIX + "same-site' to lax.");
		}
		if (cookie.maxAge().compareTo(SHORTEST_MAX_AGE) < 0) {
			throw new InvalidFgaPropertyException(PREFIX + "max-age",
					"is " + DurationText.of(cookie.maxAge()) + ", which is shorter than a second", "Set '" + PREFIX
							+ "max-age' to a duration between 1s and " + DurationText.of(LONGEST_MAX_AGE) + ".");
		}
		return new CookieAttributes(name, domain(cookie), cookie.sameSite(), cookie.secure(),
				Requirements.positive(PREFIX + "max-age", cookie.maxAge(), LONGEST_MAX_AGE));
	}

	private static @Nullable String domain(FgaProperties.Session.SealedCookie cookie) {
		String domain = cookie.domain();
		if (!StringUtils.hasText(domain)) {
			return null;
		}
		if (!domain.matches("\\.?[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*")) {
			throw new InvalidFgaPropertyException(PREFIX + "domain", "is not the name of a domain",
					"Set '" + PREFIX + "domain' to a name such as example.com, without scheme and port.");
		}
		return domain;
	}

	/**
	 * A blank password is a mistake, and not the wish to have none.
	 */
	static final class OnPassword extends PropertyCondition {

		OnPassword() {
			super(PREFIX + "password");
		}

		@Override
		boolean matches(Binder binder, String property) {
			return binder.bind(property, String.class).isBound();
		}

	}

	static final class OnRefresh extends PropertyCondition {

		OnRefresh() {
			super(PREFIX + "refresh");
		}

		@Override
		boolean matches(Binder binder, String property) {
			return binder.bind(property, Boolean.class).orElse(false);
		}

	}

}
