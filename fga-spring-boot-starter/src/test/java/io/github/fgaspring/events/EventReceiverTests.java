package io.github.fgaspring.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.events.EventReceiver.Outcome;
import io.github.fgaspring.events.ReceivedEvents.Receipt;
import io.github.fgaspring.revocation.LiveChange;
import io.github.fgaspring.revocation.LiveChange.Kind;
import io.github.fgaspring.revocation.LiveChanges;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class EventReceiverTests {

	private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

	private static final FgaEvent REVOKED = new FgaEvent("event_1", "session.revoked", Map.of("id", "session_1"), NOW,
			Map.of());

	private static final LiveChange ENDED = new LiveChange(Kind.ENDED, FgaScope.session("session_1"), NOW);

	private final List<Object> steps = new ArrayList<>();

	private final AtomicBoolean shared = new AtomicBoolean(true);

	private final LiveChanges changes = new LiveChanges(() -> List.of(this.steps::add), () -> (told) -> {
		this.steps.add("told");
		return this.shared.get();
	});

	private final RecordedEvents receivedEvents = new RecordedEvents();

	private final EventReceiver receiver = new EventReceiver(this.receivedEvents, this.changes, this.steps::add);

	@Test
	void createWhenSomethingIsMissingThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> new EventReceiver(null, this.changes, this.steps::add));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new EventReceiver(this.receivedEvents, null, this.steps::add));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new EventReceiver(this.receivedEvents, this.changes, null));
	}

	@Test
	void receiveThenTakesEffectIsPublishedAndRemembered() {
		assertThat(this.receiver.receive(REVOKED)).isEqualTo(Outcome.COMPLETED);
		assertThat(this.steps).containsExactly("begin event_1", ENDED, "told", REVOKED, "complete event_1");
	}

	@Test
	void receiveWhenOfUnknownTypeThenIsPublished() {
		FgaEvent event = new FgaEvent("event_1", "of.a.kind.yet.unknown", Map.of(), NOW, Map.of());
		assertThat(this.receiver.receive(event)).isEqualTo(Outcome.COMPLETED);
		assertThat(this.steps).containsExactly("begin event_1", event, "complete event_1");
	}

	@Test
	void receiveWhenReceivedBeforeThenNothingElse() {
		this.receivedEvents.receipt = Receipt.COMPLETED;
		assertThat(this.receiver.receive(REVOKED)).isEqualTo(Outcome.DUPLICATE);
		assertThat(this.steps).containsExactly("begin event_1");
	}

	@Test
	void receiveWhenInProgressThenSaysSo() {
		this.receivedEvents.receipt = Receipt.IN_PROGRESS;
		assertThat(this.receiver.receive(REVOKED)).isEqualTo(Outcome.IN_PROGRESS);
		assertThat(this.steps).containsExactly("begin event_1");
	}

	@Test
	void receiveWhenNotSharedThenTakesEffectHereAndComesAgain() {
		this.shared.set(false);
		assertThat(this.receiver.receive(REVOKED)).isEqualTo(Outcome.NOT_SHARED);
		assertThat(this.steps).containsExactly("begin event_1", ENDED, "told", "abandon event_1");
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void receiveWhenListenerFailsThenTakesEffectAndComesAgain(CapturedOutput output) {
		EventReceiver failing = new EventReceiver(this.receivedEvents, this.changes, (event) -> {
			throw new IllegalStateException("The database is down");
		});
		assertThat(failing.receive(REVOKED)).isEqualTo(Outcome.REFUSED);
		assertThat(this.steps).containsExactly("begin event_1", ENDED, "told", "abandon event_1");
		assertThat(output).containsOnlyOnce("A listener failed on an event of type session.revoked")
			.contains("The database is down")
			.doesNotContain("event_1", "session_1");
	}

	@Test
	void receiveWhenListenerBreaksThenComesAgain() {
		EventReceiver broken = new EventReceiver(this.receivedEvents, this.changes, (event) -> {
			throw new StackOverflowError();
		});
		assertThat(broken.receive(REVOKED)).isEqualTo(Outcome.REFUSED);
		assertThat(this.steps).containsExactly("begin event_1", ENDED, "told", "abandon event_1");
	}

	@Test
	void receiveWhenMemoryOfEventsFailsThenStillTakesEffectHere() {
		this.receivedEvents.receipt = null;
		assertThatIllegalStateException().isThrownBy(() -> this.receiver.receive(REVOKED)).withMessage("No memory");
		assertThat(this.steps).containsExactly("begin event_1", ENDED);
	}

	@Test
	void receiveWhenEventMakesNoSenseThenNothing() {
		FgaEvent event = new FgaEvent("event_1", "session.revoked", Map.of(), NOW, Map.of());
		assertThatExceptionOfType(UnusableEventException.class).isThrownBy(() -> this.receiver.receive(event));
		assertThat(this.steps).isEmpty();
	}

	private final class RecordedEvents implements ReceivedEvents {

		private Receipt receipt = Receipt.NEW;

		@Override
		public Receipt begin(String eventId) {
			EventReceiverTests.this.steps.add("begin " + eventId);
			if (this.receipt == null) {
				throw new IllegalStateException("No memory");
			}
			return this.receipt;
		}

		@Override
		public void complete(String eventId) {
			EventReceiverTests.this.steps.add("complete " + eventId);
		}

		@Override
		public void abandon(String eventId) {
			EventReceiverTests.this.steps.add("abandon " + eventId);
		}

	}

}
