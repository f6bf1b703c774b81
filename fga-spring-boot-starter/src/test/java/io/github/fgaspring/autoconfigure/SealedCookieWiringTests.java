package io.github.fgaspring.autoconfigure;

import java.time.Clock;
import java.time.Duration;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.fgaspring.authentication.SessionTokenAuthenticationConverter;
import io.github.fgaspring.cookie.CookieAttributes;
import io.github.fgaspring.cookie.SameSite;
import io.github.fgaspring.cookie.SealedSessionCookie;
import io.github.fgaspring.cookie.SessionRenewer;
import io.github.fgaspring.support.SealedCookies;
import io.github.fgaspring.support.WorkOsStub;
import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SealedCookieConfiguration}, with cookies of the vendor's libraries.
 */
class SealedCookieWiringTests {

	private static final String PREFIX = "fga.session.sealed-cookie.";

	private static final WorkOsStub workOs = WorkOsStub.start();

	private final WebApplicationContextRunner contextRunner = WebContexts.runner(workOs)
		.withPropertyValues("fga.session.issuers=" + SealedCookies.ISSUER);

	private final WebApplicationContextRunner sealedRunner = this.contextRunner
		.withPropertyValues(PREFIX + "password=" + SealedCookies.PASSWORD, "fga.session.max-token-age=36500d");

	@AfterAll
	static void stop() {
		workOs.close();
	}

	@BeforeEach
	void reset() {
		workOs.reset();
		workOs.server().stubFor(WireMock.get(WorkOsStub.JWKS_PATH).willReturn(WireMock.okJson(SealedCookies.jwkSet())));
	}

	@Test
	void requestWhenCookieIsOfALibraryThenAuthenticated() {
		this.sealedRunner.run((context) -> {
			assertThat(SealedCookies.accepted()).hasSizeGreaterThan(8)
				.allSatisfy((library,
						value) -> assertThat(
								WebContexts.mvc(context).get().uri("/reports").cookie(new Cookie("wos-session", value)))
							.as(library)
							.hasStatusOk());
			assertThat(SealedCookies.refused()).isNotEmpty()
				.allSatisfy((reason,
						value) -> assertThat(
								WebContexts.mvc(context).get().uri("/reports").cookie(new Cookie("wos-session", value)))
							.as(reason)
							.hasStatus(401));
			assertThat(WebContexts.mvc(context)
				.get()
				.uri("/me")
				.cookie(new Cookie("other", SealedCookies.accepted().get("node-sdk")))).hasStatus(401)
				.hasHeader("WWW-Authenticate", "Bearer");
		});
	}

	@Test
	void contextWhenPasswordThenReadsCookieAndRefreshesNot() {
		this.sealedRunner.run((context) -> {
			assertThat(context).hasSingleBean(SealedSessionCookie.class).doesNotHaveBean(SessionRenewer.class);
			assertThat(context.getBean(SessionTokenAuthenticationConverter.class).readsCookie()).isTrue();
			// Resource servers of the application's take any bean of this type.
			assertThat(context).doesNotHaveBean(BearerTokenResolver.class);
		});
	}

	@Test
	void contextWhenNoPasswordThenNothingOfThisExists() {
		this.contextRunner.withPropertyValues(PREFIX + "refresh=true").run((context) -> {
			assertThat(context).doesNotHaveBean(SealedSessionCookie.class).doesNotHaveBean(SessionRenewer.class);
			assertThat(context.getBean(SessionTokenAuthenticationConverter.class).readsCookie()).isFalse();
			assertThat(WebContexts.mvc(context)
				.get()
				.uri("/me")
				.cookie(new Cookie("wos-session", SealedCookies.accepted().get("plain-json")))).hasStatus(401)
				.hasHeader("WWW-Authenticate", "Bearer");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "on", "yes" })
	void contextWhenRefreshThenRefreshes(String value) {
		this.sealedRunner.withPropertyValues(PREFIX + "refresh=" + value)
			.run((context) -> assertThat(context).hasSingleBean(SessionRenewer.class));
	}

	@Test
	void contextWhenApplicationHasACookieOfItsOwnThenBacksOff() {
		SealedSessionCookie own = new SealedSessionCookie(
				new CookieAttributes("own", null, SameSite.LAX, true, Duration.ofDays(1)), SealedCookies.PASSWORD,
				Clock.systemUTC());
		this.sealedRunner.withBean(SealedSessionCookie.class, () -> own).run((context) -> {
			assertThat(context.getBean(SealedSessionCookie.class)).isSameAs(own);
			assertThat(WebContexts.mvc(context)
				.get()
				.uri("/reports")
				.cookie(new Cookie("own", SealedCookies.accepted().get("node-sdk")))).hasStatusOk();
		});
	}

	@Test
	void contextWhenApplicationHasAConverterOfItsOwnThenCookieIsNotRead() {
		this.sealedRunner.withPropertyValues(PREFIX + "refresh=true")
			.withBean(SessionTokenAuthenticationConverter.class, () -> new SessionTokenAuthenticationConverter(null))
			.run((context) -> assertThat(WebContexts.mvc(context)
				.get()
				.uri("/me")
				.cookie(new Cookie("wos-session", SealedCookies.accepted().get("node-sdk")))).hasStatus(401)
				.hasHeader("WWW-Authenticate", "Bearer"));
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
			password=                                  | password  | is blank
			password=false                             | password  | is shorter than 32 characters
			password=0123456789012345678901234567890   | password  | is shorter than 32 characters
			password=${A_PASSWORD_THAT_NOBODY_HAS_SET} | password  | is set to a placeholder that nothing resolves
			name=                                      | name      | holds a character that names of cookies cannot have
			name=wos session                           | name      | holds a character that names of cookies cannot have
			name=wos;session                           | name      | holds a character that names of cookies cannot have
			name=wös                                   | name      | holds a character that names of cookies cannot have
			name=token                                 | name      | is the same as 'fga.session.cookie-name'
			domain=https://example.com                 | domain    | is not the name of a domain
			domain=example.com; Secure                 | domain    | is not the name of a domain
			domain=example..com                        | domain    | is not the name of a domain
			max-age=0s                                 | max-age   | is 0s, which is shorter than a second
			max-age=500ms                              | max-age   | is 500ms, which is shorter than a second
			max-age=-1d                                | max-age   | is -24h, which is shorter than a second
			max-age=401d                               | max-age   | is 9624h, which is longer than 9600h
			""")
	void contextWhenPropertyIsUnusableThenFailureNamesIt(String setting, String property, String problem) {
		new ApplicationContextRunner().withUserConfiguration(OnlyCookieConfiguration.class)
			.withPropertyValues(PREFIX + "password=" + SealedCookies.PASSWORD, "fga.session.cookie-name=token",
					PREFIX + setting)
			.run((context) -> assertFailure(context.getStartupFailure(), PREFIX + property, problem));
	}

	@Test
	void contextWhenCookieForOtherSitesIsNotSecureThenFails() {
		this.sealedRunner.withPropertyValues(PREFIX + "same-site=none", PREFIX + "secure=false")
			.run((context) -> assertFailure(context.getStartupFailure(), PREFIX + "secure",
					"is false, so browsers drop a cookie with 'same-site=none'"));
		this.sealedRunner.withPropertyValues(PREFIX + "same-site=none", PREFIX + "domain=.example.com")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void contextWhenNameOfOtherCookieIsUnusableThenFails() {
		this.contextRunner.withPropertyValues("fga.session.cookie-name=a b")
			.run((context) -> assertFailure(context.getStartupFailure(), "fga.session.cookie-name",
					"holds a character that names of cookies cannot have"));
	}

	@Test
	void toStringAndEffectiveConfigurationThenHoldNoPassword() {
		this.sealedRunner.run((context) -> {
			FgaProperties properties = context.getBean(FgaProperties.class);
			assertThat(properties.toString()).contains("wos-session").doesNotContain(SealedCookies.PASSWORD);
			assertThat(EffectiveConfiguration.of(properties, context.getBean(FgaConnectionDetails.class)).toString())
				.contains("fga.session.sealed-cookie.name=wos-session")
				.doesNotContain(SealedCookies.PASSWORD);
		});
	}

	private static void assertFailure(Throwable failure, String property, String problem) {
		assertThat(failure).rootCause().isInstanceOfSatisfying(InvalidFgaPropertyException.class, (ex) -> {
			assertThat(ex.getProperty()).isEqualTo(property);
			assertThat(ex).hasMessage("The property '" + property + "' " + problem);
			assertThat(ex.getAction()).contains("'" + property + "'").doesNotContain("0123456789");
		});
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(FgaProperties.class)
	@Import(SealedCookieConfiguration.class)
	static class OnlyCookieConfiguration {

	}

}
