package io.github.fgaspring.emulator.event;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.github.fgaspring.emulator.EmulatorClient;
import io.github.fgaspring.emulator.EmulatorConfig;
import io.github.fgaspring.emulator.EmulatorSnapshot;
import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.emulator.event.WebhookReceiver.Delivery;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.Event;
import io.github.fgaspring.emulator.seed.Seed;
import io.github.fgaspring.emulator.seed.SeedReader;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@Timeout(30)
class WebhookSenderTests {

	private static final Duration SHORT = Duration.ofMillis(1);

	private static final Duration LONG = Duration.ofHours(1);

	private static final Duration PATIENT = Duration.ofSeconds(10);

	private final MovableClock clock = new MovableClock(Instant.parse("2026-11-01T12:00:00.123Z"));

	private final WebhookReceiver receiver = new WebhookReceiver();

	WebhookSenderTests() throws IOException {
	}

	@AfterEach
	void stop() {
		this.receiver.close();
	}

	@Test
	void acceptWhenReceiverAnswersThenItHasTheSignedEvent() throws GeneralSecurityException {
		try (WebhookSender sender = sender(SHORT)) {
			Event event = new Event("event_1", "user.updated", null, this.clock.instant(), Map.of("name", "Zoë"));
			this.clock.advance(Duration.ofSeconds(1));
			sender.accept(event);
			awaitDeliveries(1);
		}
		Delivery delivery = this.receiver.deliveries().get(0);
		assertThat(delivery.method()).isEqualTo("POST");
		assertThat(delivery.uri()).isEqualTo("/events");
		assertThat(delivery.headers().get("Content-Type")).containsExactly("application/json");
		assertThat(new String(delivery.body(), StandardCharsets.UTF_8))
			.isEqualTo("{\"object\":\"event\",\"id\":\"event_1\",\"event\":\"user.updated\","
					+ "\"data\":{\"name\":\"Zoë\"},\"created_at\":\"2026-11-01T12:00:00.123Z\"}");
		Mac mac = Mac.getInstance("HmacSHA256");
		mac.init(new SecretKeySpec("whsec_test".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
		mac.update("1793534401123.".getBytes(StandardCharsets.US_ASCII));
		assertThat(delivery.headers().get("WorkOS-Signature"))
			.containsExactly("t=1793534401123, v1=" + HexFormat.of().formatHex(mac.doFinal(delivery.body())));
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 201, 204, 299 })
	void acceptWhenAnswerIsSuccessThenIsNotSentAgain(int status) {
		this.receiver.answer(status);
		try (WebhookSender sender = sender(SHORT)) {
			Stream.of("a", "b", "c").map(WebhookSenderTests::event).forEach(sender);
			awaitDeliveries(3);
		}
		assertThat(this.receiver.eventIds()).containsExactly("a", "b", "c");
	}

	@ParameterizedTest
	@ValueSource(ints = { 302, 307, 400, 404, 410, 429, 500, 503, WebhookReceiver.BREAK_OFF })
	void acceptWhenAttemptsFailThenSendsAgainAndLaterEventsWait(int status) {
		this.receiver.answer(status, status, 200, status, 200);
		try (WebhookSender sender = sender(SHORT)) {
			Stream.of("a", "b", "c").map(WebhookSenderTests::event).forEach(sender);
			awaitDeliveries(6);
		}
		assertThat(this.receiver.eventIds()).containsExactly("a", "a", "a", "b", "b", "c");
		assertThat(this.receiver.deliveries()).extracting(Delivery::uri).containsOnly("/events");
	}

	@Test
	void acceptWhenThereIsNoAnswerThenSendsAgainAfterTheTimeout() {
		this.receiver.answer(WebhookReceiver.NEVER, 200);
		try (WebhookSender sender = new WebhookSender(state(this.receiver.url()), SHORT, Duration.ofMillis(200))) {
			sender.accept(event("a"));
			awaitDeliveries(2);
		}
		assertThat(this.receiver.eventIds()).containsOnly("a");
	}

	@Test
	void acceptWhenSentAgainThenIsSignedWithTheTimeOfTheAttempt() {
		this.receiver.answer(500, 200);
		this.receiver.beforeAnswer(() -> this.clock.advance(Duration.ofSeconds(9)));
		try (WebhookSender sender = sender(SHORT)) {
			sender.accept(event("a"));
			awaitDeliveries(2);
		}
		assertThat(this.receiver.deliveries())
			.extracting((delivery) -> delivery.headers().getFirst("WorkOS-Signature").substring(0, 15))
			.containsExactly("t=1793534400123", "t=1793534409123");
	}

	@Test
	void acceptWhenEveryAttemptFailsThenGivesUpAndGoesOnToTheNextEvent() {
		this.receiver.answer(500, 500, 500, 500, 500, 500, 503, 200);
		try (LogCapture log = new LogCapture(); WebhookSender sender = sender(SHORT)) {
			sender.accept(event("a"));
			sender.accept(event("b"));
			awaitDeliveries(8);
			assertThat(log.messages())
				.containsExactly("The event a was given up, the webhook %s did not take it: status 503"
					.formatted(this.receiver.url()));
		}
		assertThat(this.receiver.eventIds()).containsExactly("a", "a", "a", "a", "a", "a", "a", "b");
		List<Delivery> deliveries = this.receiver.deliveries();
		assertThat(deliveries.get(6).nanoTime() - deliveries.get(0).nanoTime())
			.isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(1 + 2 + 4 + 8 + 16 + 32));
	}

	@Test
	void acceptWhenNobodyListensThenLogHasNeitherSecretNorQuery() {
		this.receiver.close();
		EmulatorState state = state(this.receiver.url().replace("//", "//user:pass@") + "?key=topsecret");
		try (LogCapture log = new LogCapture(); WebhookSender sender = new WebhookSender(state, SHORT, PATIENT)) {
			sender.accept(event("a"));
			Awaitility.await().until(() -> !log.messages().isEmpty());
			assertThat(log.messages()).singleElement(InstanceOfAssertFactories.STRING)
				.contains(this.receiver.url(), "java.net.ConnectException")
				.doesNotContain("whsec_test", "topsecret", "pass", "body-of-event");
		}
	}

	@Test
	void acceptWhenOneWebhookFailsThenTheOtherOneDoesNotWait() throws IOException {
		this.receiver.answer(500);
		try (WebhookReceiver other = new WebhookReceiver();
				WebhookSender sender = new WebhookSender(state(this.receiver.url(), other.url()), LONG, PATIENT)) {
			Stream.of("a", "b", "c").map(WebhookSenderTests::event).forEach(sender);
			Awaitility.await().until(() -> other.deliveries().size() == 3);
			assertThat(other.eventIds()).containsExactly("a", "b", "c");
			assertThat(this.receiver.eventIds()).containsExactly("a");
		}
	}

	@Test
	void acceptWhenReceiverDoesNotAnswerThenReturnsAllTheSame() {
		this.receiver.answer(WebhookReceiver.NEVER);
		try (WebhookSender sender = new WebhookSender(state(this.receiver.url()), SHORT, LONG)) {
			sender.accept(event("a"));
			awaitDeliveries(1);
			sender.accept(event("b"));
		}
		assertThat(this.receiver.eventIds()).containsExactly("a");
	}

	@Test
	void acceptWhenThereIsNoWebhookThenThereIsNoThread() {
		awaitNoThread();
		try (WebhookSender sender = new WebhookSender(state())) {
			sender.accept(event("a"));
			assertThat(threads()).isEmpty();
		}
	}

	@Test
	void clearWhenEventsWaitThenOnlyLaterOnesAreSent() {
		this.receiver.answer(500, 200);
		try (WebhookSender sender = sender(LONG)) {
			sender.accept(event("a"));
			sender.accept(event("b"));
			awaitDeliveries(1);
			sender.clear();
			sender.accept(event("c"));
			sender.accept(event("d"));
			awaitDeliveries(3);
		}
		assertThat(this.receiver.eventIds()).containsExactly("a", "c", "d");
	}

	@ParameterizedTest
	@ValueSource(ints = { 500, WebhookReceiver.NEVER })
	void closeWhenDeliveryIsUnderWayThenStops(int answer) {
		awaitNoThread();
		this.receiver.answer(answer);
		WebhookSender sender = new WebhookSender(state(this.receiver.url()), LONG, LONG);
		sender.accept(event("a"));
		awaitDeliveries(1);
		assertThat(threads()).singleElement().satisfies((thread) -> assertThat(thread.isDaemon()).isTrue());
		sender.close();
		awaitNoThread();
		sender.accept(event("b"));
		assertThat(threads()).isEmpty();
		assertThat(this.receiver.eventIds()).containsExactly("a");
	}

	@Test
	void emulatorWhenSeedHasWebhookThenSendsWhatTheListOfEventsHas() {
		try (FgaEmulator emulator = emulator(this.receiver.url())) {
			emulator.sessionToken("user_alice");
			emulator.sessionToken("user_alice");
			awaitDeliveries(2);
			assertThat(this.receiver.deliveries()).extracting(Delivery::json)
				.containsExactlyElementsOf(
						new EmulatorClient(emulator).get("/events?order=asc").json().get("data").values());
		}
		awaitNoThread();
	}

	@Test
	void emulatorWhenResetThenWaitsForWhatIsOnItsWay() throws InterruptedException {
		CompletableFuture<Void> answer = new CompletableFuture<>();
		this.receiver.beforeAnswer(answer::join);
		try (FgaEmulator emulator = emulator(this.receiver.url())) {
			emulator.sessionToken("user_alice");
			awaitDeliveries(1);
			Thread reset = new Thread(emulator::reset);
			reset.start();
			Awaitility.await().until(() -> isIn(reset, "awaitDelivery"));
			answer.complete(null);
			reset.join();
		}
	}

	private static boolean isIn(Thread thread, String method) {
		return Stream.of(thread.getStackTrace()).anyMatch((frame) -> frame.getMethodName().equals(method));
	}

	@Test
	void emulatorWhenResetThenDropsWhatWaits() {
		assertDropsWhatWaits((emulator, snapshot) -> emulator.reset());
	}

	@Test
	void emulatorWhenRestoredThenDropsWhatWaits() {
		assertDropsWhatWaits(FgaEmulator::restore);
	}

	@Test
	void emulatorWhenWebhookIsAddedThenSendsWhatHappensFromThenOn() {
		try (FgaEmulator emulator = emulator()) {
			emulator.sessionToken("user_alice");
			emulator.addWebhook(URI.create(this.receiver.url()), "whsec_test");
			emulator.sessionToken("user_alice");
			awaitDeliveries(1);
		}
		assertThat(this.receiver.eventIds()).containsExactly("event_emulator_2");
	}

	@Test
	void emulatorWhenWebhookIsRemovedThenDropsWhatWaitsAndOthersGoOn() throws IOException {
		this.receiver.answer(500);
		try (WebhookReceiver other = new WebhookReceiver(); FgaEmulator emulator = emulator(this.receiver.url())) {
			emulator.addWebhook(URI.create(other.url()), "whsec_test");
			emulator.sessionToken("user_alice");
			emulator.sessionToken("user_alice");
			awaitDeliveries(1);
			emulator.removeWebhook(URI.create(this.receiver.url()));
			this.receiver.answer(200);
			emulator.sessionToken("user_alice");
			Awaitility.await().until(() -> other.deliveries().size() == 3);
			emulator.addWebhook(URI.create(this.receiver.url()), "whsec_test");
			emulator.sessionToken("user_alice");
			Awaitility.await().until(() -> this.receiver.eventIds().contains("event_emulator_4"));
		}
		assertThat(this.receiver.eventIds()).contains("event_emulator_1")
			.doesNotContain("event_emulator_2", "event_emulator_3");
	}

	@Test
	void emulatorWhenWebhookIsAddedAgainThenOnlyTheSecretIsAnother() {
		try (FgaEmulator emulator = emulator(this.receiver.url())) {
			emulator.addWebhook(URI.create(this.receiver.url()), "whsec_other");
			emulator.sessionToken("user_alice");
			emulator.sessionToken("user_alice");
			awaitDeliveries(2);
		}
		assertThat(this.receiver.eventIds()).containsExactly("event_emulator_1", "event_emulator_2");
		assertThat(this.receiver.deliveries()).allSatisfy((delivery) -> {
			String signature = delivery.headers().getFirst("WorkOS-Signature");
			Instant time = Instant.ofEpochMilli(Long.parseLong(signature.substring(2, signature.indexOf(','))));
			assertThat(signature).isEqualTo(WebhookSignature.header("whsec_other", time, delivery.body()));
		});
	}

	@Test
	void emulatorWhenRestoredThenHasTheWebhooksOfTheSnapshot() throws IOException {
		try (WebhookReceiver added = new WebhookReceiver(); FgaEmulator emulator = emulator(this.receiver.url())) {
			emulator.addWebhook(URI.create(added.url()), "whsec_test");
			EmulatorSnapshot snapshot = emulator.snapshot();
			emulator.removeWebhook(URI.create(this.receiver.url()));
			emulator.restore(snapshot);
			emulator.sessionToken("user_alice");
			awaitDeliveries(1);
			Awaitility.await().until(() -> added.deliveries().size() == 1);
			emulator.reset();
			emulator.sessionToken("user_alice");
			awaitDeliveries(2);
			assertThat(added.deliveries()).hasSize(1);
		}
	}

	@Test
	void emulatorWhenWebhookIsWrongThenRefuses() {
		try (FgaEmulator emulator = emulator()) {
			assertThatIllegalArgumentException()
				.isThrownBy(() -> emulator.addWebhook(URI.create("localhost:8080"), "whsec_test"))
				.withMessageContaining("HTTP URL");
			assertThatIllegalArgumentException()
				.isThrownBy(() -> emulator.addWebhook(URI.create(this.receiver.url()), " "))
				.withMessageContaining("secret");
		}
	}

	private void assertDropsWhatWaits(BiConsumer<FgaEmulator, EmulatorSnapshot> goBack) {
		this.receiver.answer(500);
		try (FgaEmulator emulator = emulator(this.receiver.url())) {
			EmulatorSnapshot snapshot = emulator.snapshot();
			emulator.sessionToken("user_alice");
			emulator.sessionToken("user_alice");
			awaitDeliveries(1);
			goBack.accept(emulator, snapshot);
			this.receiver.answer(200);
			emulator.sessionToken("user_alice");
			Awaitility.await().until(() -> this.receiver.eventIds().contains("event_emulator_3"));
		}
		assertThat(this.receiver.eventIds()).contains("event_emulator_1").doesNotContain("event_emulator_2");
	}

	private WebhookSender sender(Duration firstDelay) {
		return new WebhookSender(state(this.receiver.url()), firstDelay, PATIENT);
	}

	private EmulatorState state(String... urls) {
		return SeedReader.read(Seed.of(webhooks(urls)), this.clock);
	}

	private static FgaEmulator emulator(String... urls) {
		Seed seed = Seed.of("users: [{ id: user_alice, email: alice@acme.test }]\n" + webhooks(urls));
		return FgaEmulator.start(EmulatorConfig.defaults().withSeed(seed));
	}

	private static String webhooks(String... urls) {
		return Stream.of(urls)
			.map("{ url: \"%s\", secret: whsec_test }"::formatted)
			.collect(Collectors.joining(", ", "webhooks: [", "]"));
	}

	private static Event event(String id) {
		return new Event(id, "user.updated", null, Instant.EPOCH, Collections.singletonMap("a", "body-of-event"));
	}

	private void awaitDeliveries(int count) {
		Awaitility.await().until(() -> this.receiver.deliveries().size() >= count);
	}

	private static void awaitNoThread() {
		Awaitility.await().until(() -> threads().isEmpty());
	}

	private static List<Thread> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("fga-emulator-webhooks"))
			.toList();
	}

	private static final class LogCapture extends Handler implements AutoCloseable {

		private final Logger logger = Logger.getLogger(WebhookOutbox.class.getName());

		private final Queue<String> messages = new ConcurrentLinkedQueue<>();

		LogCapture() {
			this.logger.addHandler(this);
		}

		Queue<String> messages() {
			return this.messages;
		}

		@Override
		public void publish(LogRecord logged) {
			this.messages.add(logged.getMessage());
		}

		@Override
		public void flush() {
		}

		@Override
		public void close() {
			this.logger.removeHandler(this);
		}

	}

}
