package io.github.fgaspring.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.events.EventCatchUp;
import io.github.fgaspring.events.EventCursorStore;
import io.github.fgaspring.events.EventPoller;
import io.github.fgaspring.events.FgaEvent;
import io.github.fgaspring.events.FileEventCursorStore;
import io.github.fgaspring.events.LocalReceivedEvents;
import io.github.fgaspring.events.ReceivedEvents;
import io.github.fgaspring.events.WebhookFilter;
import io.github.fgaspring.revocation.FgaRevocations;
import io.github.fgaspring.revocation.LiveChangeBroadcast;
import io.github.fgaspring.support.SignedMessages;
import io.github.fgaspring.support.WorkOsStub;
import jakarta.servlet.DispatcherType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.test.autoconfigure.MockMvcPrint;
import org.springframework.boot.webmvc.test.autoconfigure.SpringBootMockMvcBuilderCustomizer;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.context.WebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FgaEventsAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class FgaEventsAutoConfigurationTests {

	private static final String SECRET = SignedMessages.SECRET;

	private static final String ONLY_HERE = "takes effect in this instance of the application only";

	private static final WorkOsStub workOs = WorkOsStub.start();

	private static final String[] PATIENT = { "fga.remote.deadline=30s", "fga.remote.read-timeout=20s" };

	private final WebApplicationContextRunner withoutWebhooks = WebContexts.runner(workOs).withPropertyValues(PATIENT);

	private final WebApplicationContextRunner contextRunner = this.withoutWebhooks
		.withPropertyValues("fga.webhooks.secret=" + SECRET);

	@BeforeEach
	void reset() {
		workOs.reset();
	}

	@AfterAll
	static void stop() {
		workOs.close();
	}

	@Test
	void postWhenSignedThenTakesEffectAndReachesListeners() {
		this.contextRunner.withUserConfiguration(Listener.class).run((context) -> {
			FgaSession session = FgaSession.of("user_alice").sessionId("session_1").issuedAt(Instant.now()).build();
			assertThat(context.getBean(FgaRevocations.class).isRevoked(session)).isFalse();
			assertThat(post(context, "/fga/webhooks", SECRET)).hasStatus(200);
			assertThat(context.getBean(FgaRevocations.class).isRevoked(session)).isTrue();
			assertThat(context.getBean(Listener.class).types).containsExactly("session.revoked");
			assertThat(context.getBean(Listener.class).revocations).isEqualTo(1);
		});
	}

	@Test
	void postWhenNotSignedThenRefused() {
		this.contextRunner
			.run((context) -> assertThat(mvc(context).post().uri("/fga/webhooks").content("{}").exchange())
				.hasStatus(401)
				.headers()
				.hasHeaderSatisfying("WWW-Authenticate",
						(values) -> assertThat(values).containsExactly("WorkOS-Signature")));
	}

	@Test
	void postWhenApplicationHasOwnFilterChainThenIsOutsideOfIt() {
		this.contextRunner.withUserConfiguration(OwnFilterChain.class)
			.run((context) -> assertThat(post(context, "/fga/webhooks", SECRET)).hasStatus(200));
	}

	@Test
	void requestWhenPathIsWrittenOtherwiseThenNeedsASession() {
		this.contextRunner.run((context) -> {
			assertThat(post(context, "/fga/webhooks/", SECRET)).hasStatus(401)
				.headers()
				.hasHeaderSatisfying("WWW-Authenticate", (values) -> assertThat(values).containsExactly("Bearer"));
			assertThat(WebContexts.get(context, "/me")).hasStatus(401);
		});
	}

	@Test
	void postWhenPathConfiguredThenThereAndNowhereElse() {
		this.contextRunner.withPropertyValues("fga.webhooks.path=/hooks/workos.v1").run((context) -> {
			assertThat(post(context, "/hooks/workos.v1", SECRET)).hasStatus(200);
			assertThat(post(context, "/fga/webhooks", SECRET)).hasStatus(401);
		});
	}

	@Test
	void postWhenSignedWithAPreviousSecretThenAccepted() {
		this.contextRunner.withPropertyValues("fga.webhooks.previous-secrets=whsec_1,whsec_2").run((context) -> {
			assertThat(post(context, "/fga/webhooks", "whsec_1")).hasStatus(200);
			assertThat(post(context, "/fga/webhooks", "whsec_2")).hasStatus(200);
			assertThat(post(context, "/fga/webhooks", SECRET)).hasStatus(200);
			assertThat(post(context, "/fga/webhooks", "whsec_3")).hasStatus(401);
		});
	}

	@Test
	void filterThenComesBeforeSecurityAndWithRequestsOnly() {
		this.contextRunner.run((context) -> {
			FilterRegistrationBean<?> registration = registration(context);
			assertThat(registration.getOrder()).isLessThan(SecurityFilterProperties.DEFAULT_FILTER_ORDER);
			assertThat(registration.determineDispatcherTypes()).containsExactly(DispatcherType.REQUEST);
			assertThat(registration.getUrlPatterns()).containsExactly("/fga/webhooks");
		});
	}

	@Test
	void filterWhenSecurityComesEarlierThenStillBeforeIt() {
		this.contextRunner.withPropertyValues("spring.security.filter.order=-500")
			.run((context) -> assertThat(registration(context).getOrder()).isEqualTo(-501));
	}

	@Test
	void contextWhenNoSecretThenNoEndpoint() {
		this.withoutWebhooks.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBeansOfType(FilterRegistrationBean.class).values())
				.noneMatch((registration) -> registration.getFilter() instanceof WebhookFilter);
			assertThat(post(context, "/fga/webhooks", SECRET)).hasStatus(401);
		});
	}

	@Test
	void contextWhenNotForTheWebThenNoEndpoint() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(FgaAutoConfiguration.class, FgaEventsAutoConfiguration.class))
			.withPropertyValues(workOs.properties())
			.withPropertyValues("fga.webhooks.secret=" + SECRET)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(FilterRegistrationBean.class));
	}

	@Test
	void contextWhenThereAreNoServletsThenStarts() {
		answerEvents("desc");
		answerEvents("asc");
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(FgaAutoConfiguration.class, FgaEventsAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("jakarta.servlet", "org.springframework.boot.web.servlet"))
			.withPropertyValues(workOs.properties())
			.withPropertyValues("fga.webhooks.secret=" + SECRET, "fga.events.poll=true")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(EventPoller.class));
	}

	@Test
	void contextWhenApplicationRemembersEventsThenBacksOff() {
		ReceivedEvents own = new LocalReceivedEvents(Clock.systemUTC());
		this.contextRunner.withBean("own", ReceivedEvents.class, () -> own)
			.run((context) -> assertThat(context.getBean(ReceivedEvents.class)).isSameAs(own));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					fga.webhooks.secret=                            | fga.webhooks.secret | is not set
					fga.webhooks.secret=${NOT_SET}                  | fga.webhooks.secret | is set to a placeholder
					fga.webhooks.secret=whsec of mine               | fga.webhooks.secret | holds a space
					fga.webhooks.previous-secrets=whsec_1,          | fga.webhooks.previous-secrets | is not set
					fga.webhooks.previous-secrets=${NOT_SET}        | fga.webhooks.previous-secrets | is set to a placeholder
					fga.webhooks.path=                              | fga.webhooks.path | is not a path
					fga.webhooks.path=/                             | fga.webhooks.path | is not a path
					fga.webhooks.path=fga/webhooks                  | fga.webhooks.path | is not a path
					fga.webhooks.path=/fga/webhooks/                | fga.webhooks.path | is not a path
					fga.webhooks.path=/fga//webhooks                | fga.webhooks.path | is not a path
					fga.webhooks.path=/fga/../webhooks              | fga.webhooks.path | is not a path
					fga.webhooks.path=/fga/./webhooks               | fga.webhooks.path | is not a path
					fga.webhooks.path=/fga/*                        | fga.webhooks.path | is not a path
					fga.webhooks.path=/fga/{id}                     | fga.webhooks.path | is not a path
					fga.webhooks.path=/fga/webhooks;a=b             | fga.webhooks.path | is not a path
					fga.webhooks.path=/fga/webhooks?a=b             | fga.webhooks.path | is not a path
					fga.webhooks.path=/fga/%77ebhooks               | fga.webhooks.path | is not a path
					fga.webhooks.path=https://example.com/webhooks  | fga.webhooks.path | is not a path
					fga.webhooks.tolerance=0s                       | fga.webhooks.tolerance | is 0s, which is shorter
					fga.webhooks.tolerance=-1s                      | fga.webhooks.tolerance | is -1s, which is shorter
					fga.webhooks.tolerance=11m                      | fga.webhooks.tolerance | is 11m, which is longer than 10m""")
	void contextWhenPropertyCannotBeUsedThenFailsNamingIt(String value, String property, String problem) {
		WebContexts.bare()
			.withConfiguration(AutoConfigurations.of(FgaEventsAutoConfiguration.class))
			.withPropertyValues(workOs.properties())
			.withPropertyValues("fga.webhooks.secret=" + SECRET, value)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidFgaPropertyException.class)
				.hasMessageStartingWith("The property '" + property + "' " + problem)
				.hasMessageNotContaining("whsec"));
	}

	@Test
	void contextWhenNoOtherInstanceIsToldThenSaysSo(CapturedOutput output) {
		this.contextRunner.run((context) -> assertThat(output).contains("received at /fga/webhooks", ONLY_HERE));
	}

	@Test
	void contextWhenOtherInstancesAreToldThenSaysNothingOfIt(CapturedOutput output) {
		this.contextRunner.withBean(LiveChangeBroadcast.class, () -> (changes) -> true)
			.run((context) -> assertThat(output).contains("received at /fga/webhooks").doesNotContain(ONLY_HERE));
	}

	@ParameterizedTest
	@ValueSource(strings = { "fga.webhooks.path=/hooks", "fga.webhooks.tolerance=1m" })
	void contextWhenNoWebhooksThenSaysNothing(String property, CapturedOutput output) {
		this.withoutWebhooks.withPropertyValues(property)
			.run((context) -> assertThat(output).doesNotContain("Webhooks of WorkOS"));
	}

	@Test
	void startWhenWebhooksAreOnThenKnowsWhatHasHappenedBefore() {
		answerEvents("desc", SignedMessages.sessionRevoked("event_1", Instant.now(), "session_1"));
		this.contextRunner.withUserConfiguration(Listener.class).run((context) -> {
			assertThat(context.getBean(EventCatchUp.class).isCaughtUp()).isTrue();
			FgaSession session = FgaSession.of("user_alice").sessionId("session_1").issuedAt(Instant.now()).build();
			assertThat(context.getBean(FgaRevocations.class).isRevoked(session)).isTrue();
			assertThat(context.getBean(Listener.class).types).isEmpty();
			assertThat(post(context, "/fga/webhooks", SECRET)).as("the same event").hasStatus(200);
			assertThat(context.getBean(Listener.class).types).hasSize(1);
			assertThat(context).doesNotHaveBean(EventPoller.class);
		});
		workOs.server()
			.verify(1, WireMock.getRequestedFor(WireMock.urlPathEqualTo("/events"))
				.withHeader("Authorization", WireMock.equalTo("Bearer " + WorkOsStub.API_KEY)));
	}

	@Test
	void startWhenNeitherWebhooksNorPollingThenAsksNothing() {
		this.withoutWebhooks.run((context) -> {
			assertThat(context).doesNotHaveBean(EventCatchUp.class).doesNotHaveBean(EventPoller.class);
			workOs.server().verify(0, WireMock.anyRequestedFor(WireMock.urlPathEqualTo("/events")));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "on", "yes" })
	void startWhenPollingThenEventsTakeEffectAndReachListeners(String poll) {
		answerEvents("desc");
		answerEvents("asc", SignedMessages.sessionRevoked("event_1", Instant.now(), "session_1"));
		this.withoutWebhooks.withUserConfiguration(Listener.class)
			.withPropertyValues("fga.events.poll=" + poll)
			.run((context) -> {
				Listener listener = context.getBean(Listener.class);
				assertThat(listener.heard.await(60, TimeUnit.SECONDS)).isTrue();
				assertThat(listener.types).containsExactly("session.revoked");
				FgaSession session = FgaSession.of("user_alice").sessionId("session_1").issuedAt(Instant.now()).build();
				assertThat(context.getBean(FgaRevocations.class).isRevoked(session)).isTrue();
				assertThat(context.getBean(EventPoller.class).isRunning()).isTrue();
				assertThat(context).hasSingleBean(EventCatchUp.class).doesNotHaveBean("fgaWebhookFilterRegistration");
			});
	}

	@Test
	void startWhenPollingWithCursorFileThenReadsOnFromThere(@TempDir Path directory) throws Exception {
		Path file = Files.writeString(directory.resolve("cursor"), "event_41");
		answerEvents("desc");
		answerEvents("asc", SignedMessages.sessionRevoked("event_42", Instant.now(), "session_1"));
		this.withoutWebhooks.withUserConfiguration(Listener.class)
			.withPropertyValues("fga.events.poll=true", "fga.events.cursor-file=" + file)
			.run((context) -> assertThat(context.getBean(Listener.class).heard.await(60, TimeUnit.SECONDS)).isTrue());
		assertThat(file).hasContent("event_42");
		workOs.server()
			.verify(WireMock.getRequestedFor(WireMock.urlPathEqualTo("/events"))
				.withQueryParam("after", WireMock.equalTo("event_41")));
	}

	@Test
	void contextWhenApplicationKeepsTheCursorThenFileIsNotUsed(@TempDir Path directory) {
		EventCursorStore own = new FileEventCursorStore(directory.resolve("own"));
		this.withoutWebhooks.withBean("own", EventCursorStore.class, () -> own)
			.withPropertyValues("fga.events.poll=true", "fga.events.cursor-file=" + directory.resolve("missing/cursor"))
			.run((context) -> assertThat(context.getBean(EventCursorStore.class)).isSameAs(own));
	}

	@Test
	void contextWhenCursorFileCannotBeUsedThenFails(@TempDir Path directory) {
		this.withoutWebhooks
			.withPropertyValues("fga.events.poll=true", "fga.events.cursor-file=" + directory.resolve("missing/cursor"))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidFgaPropertyException.class)
				.hasMessageStartingWith("The property 'fga.events.cursor-file' names a file that cannot be used"));
	}

	@ParameterizedTest
	@CsvSource({ "999ms", "0s", "-5s", "61m" })
	void contextWhenPollIntervalCannotBeUsedThenFails(String interval) {
		this.withoutWebhooks.withPropertyValues("fga.events.poll=true", "fga.events.poll-interval=" + interval)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidFgaPropertyException.class)
				.hasMessageContaining("which is not between 1s and 1h"));
	}

	@Test
	void contextWhenEachInstancePollsThenSaysNothingOfOthers(CapturedOutput output) {
		answerEvents("desc");
		answerEvents("asc");
		this.contextRunner.withPropertyValues("fga.events.poll=true")
			.run((context) -> assertThat(output).contains("received at /fga/webhooks").doesNotContain(ONLY_HERE));
	}

	private static void answerEvents(String order, String... events) {
		workOs.server()
			.stubFor(WireMock.get(WireMock.urlPathEqualTo("/events"))
				.withQueryParam("order", WireMock.equalTo(order))
				.willReturn(WireMock.okJson("{\"data\":[" + String.join(",", events) + "]}")));
	}

	private static FilterRegistrationBean<?> registration(ApplicationContext context) {
		return context.getBean("fgaWebhookFilterRegistration", FilterRegistrationBean.class);
	}

	private static MvcTestResult post(WebApplicationContext context, String path, String secret) {
		byte[] body = SignedMessages.sessionRevoked("event_1", Instant.now(), "session_1")
			.getBytes(StandardCharsets.UTF_8);
		return mvc(context).post()
			.uri(path)
			.header("WorkOS-Signature", SignedMessages.header(secret, Instant.now(), body))
			.content(body)
			.exchange();
	}

	/**
	 * With all filters of the application, in their order.
	 */
	private static MockMvcTester mvc(WebApplicationContext context) {
		return MockMvcTester.from(context, (builder) -> {
			SpringBootMockMvcBuilderCustomizer customizer = new SpringBootMockMvcBuilderCustomizer(context);
			customizer.setPrint(MockMvcPrint.NONE);
			customizer.customize(builder);
			return builder.build();
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnFilterChain {

		@Bean
		SecurityFilterChain ownFilterChain(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().denyAll()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Listener {

		private final List<String> types = new ArrayList<>();

		private final CountDownLatch heard = new CountDownLatch(1);

		private int revocations;

		@EventListener
		void listen(FgaEvent event) {
			this.types.add(event.type());
			this.heard.countDown();
		}

		@EventListener(condition = "#event.type == 'session.revoked'")
		void listenToRevocations(FgaEvent event) {
			this.revocations++;
		}

	}

}
