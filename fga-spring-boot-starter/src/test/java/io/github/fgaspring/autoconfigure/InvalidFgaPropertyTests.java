package io.github.fgaspring.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.authorization.UnprotectedAnnotationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what the starter says about properties that are missing or cannot be used.
 */
@ExtendWith(OutputCaptureExtension.class)
class InvalidFgaPropertyTests {

	private static final String KEY = "sk_test_secret";

	private static final String FIND_KEY = "The key is in the WorkOS dashboard under API Keys and begins with 'sk_'."
			+ " To develop without an account, add fga-emulator and set 'fga.emulator.enabled=true'.";

	private static final String FIND_CLIENT_ID = "The client id is in the WorkOS dashboard under API Keys and begins"
			+ " with 'client_'.";

	private static final String ABSOLUTE = " to an absolute https URL, such as https://api.workos.com.";

	private static final String KEYS_URL = "' to an absolute https URL. Without it, tokens are verified with the keys of"
			+ " WorkOS.";

	private static final String LOCALHOST_ONLY = " Plain http is accepted for localhost only, because the API key"
			+ " would be readable on the way.";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(FgaAutoConfiguration.class));

	@ParameterizedTest
	@MethodSource
	void contextWhenPropertyIsUnusableThenFailureNamesItAndTheWayOut(List<String> properties, String property,
			String description, String action) {
		WebContexts.bare().withPropertyValues(properties.toArray(String[]::new)).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(InvalidFgaPropertyException.class, (ex) -> {
					assertThat(ex.getProperty()).isEqualTo(property);
					assertThat(ex).hasMessage(description.substring(0, description.length() - 1));
				});
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).isEqualTo(description).contains("'" + property + "'");
			assertThat(analysis.getAction()).isEqualTo(action).contains("'" + property + "'");
			assertThat(messages(context.getStartupFailure())).noneMatch((message) -> message.contains("secret"));
		});
	}

	static Stream<Arguments> contextWhenPropertyIsUnusableThenFailureNamesItAndTheWayOut() {
		String key = "fga.api-key";
		String client = "fga.client-id";
		String url = "fga.base-url";
		String jwks = "fga.session.jwk-set-uri";
		String notSet = " is not set.";
		String placeholder = " is set to a placeholder that nothing resolves.";
		String space = " holds a space, a line break or a character that is not ASCII.";
		String refersTo = "Set the environment variable or property that '";
		return Stream.of(failure(List.of("fga.client-id=client_test"), key, notSet, "Set 'fga.api-key'. " + FIND_KEY),
				failure(with("fga.api-key="), key, notSet, "Set 'fga.api-key'. " + FIND_KEY),
				failure(with("fga.api-key=${WORKOS_API_KEY_THAT_NOBODY_SETS}"), key, placeholder,
						refersTo + "fga.api-key' refers to. " + FIND_KEY),
				failure(with("fga.api-key=sk_${WORKOS_API_KEY_THAT_NOBODY_SETS}"), key, placeholder,
						refersTo + "fga.api-key' refers to. " + FIND_KEY),
				failure(with("fga.api-key=sk_test\nsecret"), key, space,
						"Copy the value of 'fga.api-key' again. " + FIND_KEY),
				failure(with("fga.api-key=sk_test secret"), key, space,
						"Copy the value of 'fga.api-key' again. " + FIND_KEY),
				failure(with("fga.api-key=sk_test\u00a0secret"), key, space,
						"Copy the value of 'fga.api-key' again. " + FIND_KEY),
				failure(List.of("fga.api-key=" + KEY), client, notSet, "Set 'fga.client-id'. " + FIND_CLIENT_ID),
				failure(with("fga.client-id=${WORKOS_CLIENT_ID_THAT_NOBODY_SETS}"), client, placeholder,
						refersTo + "fga.client-id' refers to. " + FIND_CLIENT_ID),
				failure(with("fga.client-id=client test"), client, space,
						"Copy the value of 'fga.client-id' again. " + FIND_CLIENT_ID),
				failure(with("fga.client-id=client_\"test\""), client,
						" holds a character other than letters, digits, '-' and '_'.",
						"Copy the value of 'fga.client-id' again. " + FIND_CLIENT_ID),
				failure(with("fga.client-id=../client"), client,
						" holds a character other than letters, digits, '-' and '_'.",
						"Copy the value of 'fga.client-id' again. " + FIND_CLIENT_ID),
				failure(with("fga.base-url=https://api workos.com"), url, " is not a valid URL.",
						"Set '" + url + "'" + ABSOLUTE),
				failure(with("fga.base-url="), url, " is not an http or https URL.", "Set '" + url + "'" + ABSOLUTE),
				failure(with("fga.base-url=api.workos.com"), url, " is not an http or https URL.",
						"Set '" + url + "'" + ABSOLUTE),
				failure(with("fga.base-url=ftp://api.workos.com"), url, " is not an http or https URL.",
						"Set '" + url + "'" + ABSOLUTE),
				failure(with("fga.base-url=https://secret@api.workos.com"), url,
						" must have a host and neither user information nor fragment.", "Set '" + url + "'" + ABSOLUTE),
				failure(with("fga.base-url=https://api.workos.com?key=secret"), url, " must have no query.",
						"Set '" + url + "'" + ABSOLUTE),
				failure(with("fga.base-url=https:///path"), url,
						" must have a host and neither user information nor fragment.", "Set '" + url + "'" + ABSOLUTE),
				failure(with("fga.base-url=http://api.workos.com"), url, " is a plain http URL of another machine.",
						"Set '" + url + "'" + ABSOLUTE + LOCALHOST_ONLY),
				failure(with("fga.base-url=http://localhost.example.com"), url,
						" is a plain http URL of another machine.", "Set '" + url + "'" + ABSOLUTE + LOCALHOST_ONLY),
				failure(with("fga.base-url=http://127.0.0.1.example.com"), url,
						" is a plain http URL of another machine.", "Set '" + url + "'" + ABSOLUTE + LOCALHOST_ONLY),
				failure(with("fga.session.jwk-set-uri=keys"), jwks, " is not an http or https URL.",
						"Set '" + jwks + KEYS_URL),
				failure(with("fga.session.jwk-set-uri= "), jwks, " is not set.",
						"Set '" + jwks + "'. Without it, tokens are verified with the keys of WorkOS."),
				failure(with("fga.session.jwk-set-uri=http://keys.example.com/jwks"), jwks,
						" is a plain http URL of another machine.",
						"Set '" + jwks + KEYS_URL + " Plain http is accepted for localhost only, because the keys could"
								+ " be replaced on the way."),
				failure(with("fga.session.clock-skew=301s"), "fga.session.clock-skew",
						" is 301s, which is longer than 5m.",
						"Set 'fga.session.clock-skew' to a duration of 5m at most."),
				failure(with("fga.session.clock-skew=-1s"), "fga.session.clock-skew", " is -1s, which is negative.",
						"Set 'fga.session.clock-skew' to a duration such as 0s or 30s."),
				failure(with("fga.session.max-token-age=0s"), "fga.session.max-token-age",
						" is 0s, which is shorter than a millisecond.",
						"Set 'fga.session.max-token-age' to a duration between 1ms and 876000h."),
				failure(with("fga.session.token-cache.max-age=6m"), "fga.session.token-cache.max-age",
						" is 6m, which is longer than 5m.",
						"Set 'fga.session.token-cache.max-age' to a duration of 5m at most."),
				failure(with("fga.session.token-cache.max-size=-1"), "fga.session.token-cache.max-size",
						" is -1, which is not between 0 and 1000000.",
						"Set 'fga.session.token-cache.max-size' to a number between 0 and 1000000."),
				failure(with("fga.remote.connect-timeout=0ms"), "fga.remote.connect-timeout",
						" is 0s, which is shorter than a millisecond.",
						"Set 'fga.remote.connect-timeout' to a duration between 1ms and 2s (fga.remote.deadline)."),
				failure(with("fga.remote.read-timeout=-1s"), "fga.remote.read-timeout",
						" is -1s, which is shorter than a millisecond.",
						"Set 'fga.remote.read-timeout' to a duration between 1ms and 2s (fga.remote.deadline)."),
				failure(with("fga.web.denied-status=200"), "fga.web.denied-status", " is 200.",
						"Set 'fga.web.denied-status' to 403, or to 404 to hide that a resource exists."));
	}

	private static Arguments failure(List<String> properties, String property, String problem, String action) {
		return Arguments.of(properties, property, "The property '" + property + "'" + problem, action);
	}

	private static List<String> with(String property) {
		return List.of("fga.api-key=" + KEY, "fga.client-id=client_test", property);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					fga.remote.deadline | 0s | 0s, which is shorter than a millisecond | between 1ms and 30s
					fga.remote.deadline | 999us | 999us, which is shorter than a millisecond | between 1ms and 30s
					fga.remote.deadline | -2s | -2s, which is shorter than a millisecond | between 1ms and 30s
					fga.remote.deadline | 30001ms | 30001ms, which is longer than 30s | of 30s at most
					fga.remote.deadline | 9223372036854775807s | 9223372036854775807s, which is longer than 30s | 30s at most
					fga.remote.deadline | 9223372036854775807us | PT2562047788H54.775807S, which is longer than 30s | 30s at most
					fga.remote.deadline | -9223372036854775807s | -9223372036854775807s, which is shorter than | 1ms and 30s
					fga.remote.connect-timeout | 0 | 0s, which is shorter than a millisecond | 2s (fga.remote.deadline)
					fga.remote.connect-timeout | -1ms | -1ms, which is shorter than a millisecond | 2s (fga.remote.deadline)
					fga.remote.connect-timeout | 2001ms | 2001ms, which is longer than 2s (fga.remote.deadline) | of 2s
					fga.remote.read-timeout | 0 | 0s, which is shorter than a millisecond | 2s (fga.remote.deadline)
					fga.remote.read-timeout | -1s | -1s, which is shorter than a millisecond | 2s (fga.remote.deadline)
					fga.remote.read-timeout | 3s | 3s, which is longer than 2s (fga.remote.deadline) | of 2s
					fga.remote.max-attempts | 0 | 0, which is not between 1 and 5 | between 1 and 5
					fga.remote.max-attempts | -1 | -1, which is not between 1 and 5 | between 1 and 5
					fga.remote.max-attempts | 6 | 6, which is not between 1 and 5 | between 1 and 5
					fga.remote.retry-backoff | 0s | 0s, which is shorter than a millisecond | 2s (fga.remote.deadline)
					fga.remote.retry-backoff | -1s | -1s, which is shorter than a millisecond | 2s (fga.remote.deadline)
					fga.remote.retry-backoff | 1m | 1m, which is longer than 2s (fga.remote.deadline) | of 2s
					fga.remote.max-concurrent | 0 | 0, which is not between 1 and 10000 | between 1 and 10000
					fga.remote.max-concurrent | -64 | -64, which is not between 1 and 10000 | between 1 and 10000
					fga.remote.max-concurrent | 10001 | 10001, which is not between 1 and 10000 | between 1 and 10000
					fga.remote.circuit-breaker.failure-rate | 0 | 0, which is not between 1 and 100 | between 1 and 100
					fga.remote.circuit-breaker.failure-rate | -1 | -1, which is not between 1 and 100 | between 1 and 100
					fga.remote.circuit-breaker.failure-rate | 101 | 101, which is not between 1 and 100 | between 1 and 100
					fga.remote.circuit-breaker.window | 0 | 0, which is not between 1 and 10000 | between 1 and 10000
					fga.remote.circuit-breaker.window | -1 | -1, which is not between 1 and 10000 | between 1 and 10000
					fga.remote.circuit-breaker.window | 10001 | 10001, which is not between 1 and 10000 | between 1 and 10000
					fga.remote.circuit-breaker.minimum-calls | 0 | 0, which is not between 1 and 50 | between 1 and 50
					fga.remote.circuit-breaker.minimum-calls | 51 | 51, which is not between 1 and 50 | between 1 and 50
					fga.remote.circuit-breaker.open-for | 0s | 0s, which is shorter than a millisecond | between 1ms and 10m
					fga.remote.circuit-breaker.open-for | -5s | -5s, which is shorter than a millisecond | between 1ms and 10m
					fga.remote.circuit-breaker.open-for | 601s | 601s, which is longer than 10m | of 10m at most
					fga.decision-cache.allow-ttl | -1ns | -1ns, which is negative | such as 0s or 30s
					fga.decision-cache.allow-ttl | 3601s | 3601s, which is longer than 1h | of 1h at most
					fga.decision-cache.allow-ttl | 9223372036854775807ms | 9223372036854775807ms, which is longer | 1h at most
					fga.decision-cache.deny-ttl | -1s | -1s, which is negative | such as 0s or 30s
					fga.decision-cache.deny-ttl | 2h | 2h, which is longer than 1h | of 1h at most
					fga.decision-cache.stale-if-error | -1s | -1s, which is negative | such as 0s or 30s
					fga.decision-cache.stale-if-error | 61m | 61m, which is longer than 1h | of 1h at most
					fga.decision-cache.max-size | 0 | 0, which is not between 1 and 10000000 | between 1 and 10000000
					fga.decision-cache.max-size | -1 | -1, which is not between 1 and 10000000 | between 1 and 10000000
					fga.decision-cache.max-size | 10000001 | 10000001, which is not between 1 | between 1 and 10000000
					""")
	void contextWhenLimitIsOutOfBoundsThenFailureNamesPropertyValueAndBound(String property, String value,
			String problem, String bound) {
		this.contextRunner.withPropertyValues(with(property + "=" + value).toArray(String[]::new)).run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).startsWith("The property '" + property + "' is " + problem);
			assertThat(analysis.getAction()).startsWith("Set '" + property + "' to ").contains(bound);
		});
	}

	@ParameterizedTest
	@CsvSource({ "fga.remote.deadline=1s, fga.remote.read-timeout=1001ms, fga.remote.read-timeout",
			"fga.remote.deadline=400ms, fga.remote.read-timeout=400ms, fga.remote.connect-timeout",
			"fga.remote.circuit-breaker.window=9, fga.remote.max-attempts=1, "
					+ "fga.remote.circuit-breaker.minimum-calls" })
	void contextWhenLimitsContradictEachOtherThenFailureNamesTheOneToChange(String first, String second,
			String property) {
		this.contextRunner.withPropertyValues(with(first).toArray(String[]::new))
			.withPropertyValues(second)
			.run((context) -> assertThat(analyze(context.getStartupFailure()).getDescription())
				.startsWith("The property '" + property + "' is "));
	}

	@Test
	void contextWhenAllLimitsAreAtTheirBoundsThenStarts() {
		this.contextRunner.withPropertyValues(with("fga.remote.deadline=1ms").toArray(String[]::new))
			.withPropertyValues("fga.remote.connect-timeout=1ms", "fga.remote.read-timeout=1ms",
					"fga.remote.retry-backoff=1ms", "fga.remote.max-attempts=1", "fga.remote.max-concurrent=1",
					"fga.remote.circuit-breaker.failure-rate=1", "fga.remote.circuit-breaker.window=1",
					"fga.remote.circuit-breaker.minimum-calls=1", "fga.remote.circuit-breaker.open-for=1ms",
					"fga.decision-cache.enabled=true", "fga.decision-cache.allow-ttl=0s",
					"fga.decision-cache.deny-ttl=0s", "fga.decision-cache.stale-if-error=0s",
					"fga.decision-cache.max-size=1")
			.run((context) -> assertThat(context).hasNotFailed());
		this.contextRunner.withPropertyValues(with("fga.remote.deadline=30s").toArray(String[]::new))
			.withPropertyValues("fga.remote.connect-timeout=30s", "fga.remote.read-timeout=30s",
					"fga.remote.retry-backoff=30s", "fga.remote.max-attempts=5", "fga.remote.max-concurrent=10000",
					"fga.remote.circuit-breaker.failure-rate=100", "fga.remote.circuit-breaker.window=10000",
					"fga.remote.circuit-breaker.minimum-calls=10000", "fga.remote.circuit-breaker.open-for=10m",
					"fga.decision-cache.enabled=true", "fga.decision-cache.allow-ttl=1h",
					"fga.decision-cache.deny-ttl=1h", "fga.decision-cache.stale-if-error=1h",
					"fga.decision-cache.max-size=10000000")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@CsvSource({ "fga.enforcement, ENFORCE", "fga.fast-path.tenancy, VERIFY", "fga.permissions.validate, WARN",
			"fga.web.undeclared-handlers, DENY" })
	void contextWhenChoiceIsUnknownThenSpringBootNamesTheValidOnes(String property, String valid) {
		this.contextRunner.withPropertyValues(with(property + "=perhaps").toArray(String[]::new)).run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("Property: " + property, "Value: \"perhaps\"");
			assertThat(analysis.getAction()).containsIgnoringCase(valid);
		});
	}

	@ParameterizedTest
	@CsvSource({ "http://localhost:123, http://localhost:123", "http://127.0.0.1:8080, http://127.0.0.1:8080",
			"http://[::1]:8080, http://[::1]:8080", "https://api.workos.com/, https://api.workos.com",
			"https://auth.example.com/workos/, https://auth.example.com/workos",
			"HTTPS://auth.example.com:8443, HTTPS://auth.example.com:8443" })
	void baseUrlWhenEncryptedOrLocalThenAcceptedWithoutTrailingSlash(String configured, String expected) {
		this.contextRunner.withPropertyValues(with("fga.base-url=" + configured).toArray(String[]::new))
			.run((context) -> assertThat(context.getBean(FgaConnectionDetails.class).getBaseUrl())
				.hasToString(expected));
	}

	@Test
	void jwkSetUriWhenEndsWithSlashThenTakenAsItIs() {
		assertThat(Requirements.url("fga.session.jwk-set-uri", "https://keys.example.com/jwks/"))
			.hasToString("https://keys.example.com/jwks/");
	}

	@ParameterizedTest
	@ValueSource(strings = { "fga.remote.read-timeout", "fga.session.clock-skew", "fga.remote.deadline",
			"fga.remote.max-attempts", "fga.remote.resilience", "fga.remote.circuit-breaker.window",
			"fga.decision-cache.enabled", "fga.decision-cache.allow-ttl", "fga.decision-cache.max-size" })
	void contextWhenValueHasWrongTypeThenSpringBootSaysSo(String property) {
		this.contextRunner.withPropertyValues(with(property + "=abc").toArray(String[]::new)).run((context) -> {
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("Property: " + property, "Value: \"abc\"")
				.doesNotContain("secret");
		});
	}

	@Test
	void applicationWhenPlaceholderIsUnresolvedThenReportNamesPropertyAndNeverTheKey(CapturedOutput output) {
		SpringApplicationBuilder application = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties("fga.api-key=${WORKOS_API_KEY_THAT_NOBODY_SETS}", "fga.client-id=client_test");
		assertThatExceptionOfType(Exception.class).isThrownBy(application::run);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The property 'fga.api-key' is set to a placeholder that nothing resolves.")
			.contains("Set the environment variable or property that 'fga.api-key' refers to.");
	}

	@Test
	void analyzersWhenLoadedThenAreRegistered() {
		assertThat(analyzers()).hasAtLeastOneElementOfType(InvalidFgaPropertyFailureAnalyzer.class)
			.hasAtLeastOneElementOfType(UnprotectedAnnotationFailureAnalyzer.class);
	}

	@Test
	void contextWhenRuleCannotBeEnforcedThenAnalysisNamesTheMethod() {
		this.contextRunner.withPropertyValues(with("fga.web.denied-status=403").toArray(String[]::new))
			.withBean(Unprotected.class)
			.run((context) -> {
				assertThat(context).getFailure().isInstanceOf(UnprotectedAnnotationException.class);
				FailureAnalysis analysis = analyze(context.getStartupFailure());
				assertThat(analysis.getDescription()).contains(Unprotected.class.getName() + ".secretReport()")
					.contains("a final method cannot be intercepted");
				assertThat(analysis.getAction()).contains("not private, static or final");
			});
	}

	private static FailureAnalysis analyze(Throwable failure) {
		return analyzers().stream()
			.map((analyzer) -> analyzer.analyze(failure))
			.filter(Objects::nonNull)
			.findFirst()
			.orElseThrow(() -> new AssertionError("No analysis", failure));
	}

	private static List<FailureAnalyzer> analyzers() {
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, null, FailureHandler.handleMessage((message, ex) -> {
				// Those that want the context are not needed here.
			}));
	}

	private static Stream<String> messages(Throwable failure) {
		return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
			.flatMap((ex) -> Stream.concat(Stream.of(ex), Arrays.stream(ex.getSuppressed())))
			.map(String::valueOf);
	}

	static class Unprotected {

		@RequiresPermission("report:read")
		final String secretReport() {
			return "entered";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
