package io.github.fgaspring.revocation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.revocation.LiveChange.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link LiveChanges}.
 */
@ExtendWith(OutputCaptureExtension.class)
class LiveChangesTests {

	private static final LiveChange CHANGE = new LiveChange(Kind.REVOKED, FgaScope.user("user_alice"), Instant.EPOCH);

	private static final LiveChange OTHER = new LiveChange(Kind.ENDED, FgaScope.session("session_1"), Instant.EPOCH);

	private final List<Object> told = new ArrayList<>();

	@Test
	void createWhenNullThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> new LiveChanges(null, () -> (changes) -> true));
		assertThatIllegalArgumentException().isThrownBy(() -> new LiveChanges(List::of, null));
		assertThatIllegalArgumentException().isThrownBy(() -> new LiveChange(null, CHANGE.scope(), CHANGE.time()));
		assertThatIllegalArgumentException().isThrownBy(() -> new LiveChange(CHANGE.kind(), null, CHANGE.time()));
		assertThatIllegalArgumentException().isThrownBy(() -> new LiveChange(CHANGE.kind(), CHANGE.scope(), null));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void publishThenTakesEffectHereFirstAndThenEverywhere(boolean reached) {
		LiveChanges changes = new LiveChanges(() -> List.of(this.told::add, this.told::add), () -> (sent) -> {
			this.told.add(sent);
			return reached;
		});
		assertThat(changes.publish(List.of(CHANGE, OTHER))).isEqualTo(reached);
		assertThat(this.told).containsExactly(CHANGE, CHANGE, OTHER, OTHER, List.of(CHANGE, OTHER));
	}

	@Test
	void publishWhenNothingThenNobodyIsTold() {
		LiveChanges changes = new LiveChanges(List::of, () -> (sent) -> {
			throw new AssertionError();
		});
		assertThat(changes.publish(List.of())).isTrue();
	}

	@Test
	void applyThenOthersAreNotTold() {
		LiveChanges changes = new LiveChanges(() -> List.of(this.told::add), () -> (sent) -> {
			throw new AssertionError();
		});
		changes.apply(CHANGE);
		assertThat(this.told).containsExactly(CHANGE);
	}

	@Test
	void publishWhenAListenerFailsThenAllOthersAreTold(CapturedOutput output) {
		LiveChangeListener failing = (change) -> {
			throw new IllegalStateException("Listener failed");
		};
		LiveChanges changes = new LiveChanges(() -> List.of(failing, this.told::add),
				() -> (sent) -> this.told.add(sent));
		assertThat(changes.publish(List.of(CHANGE))).isTrue();
		assertThat(this.told).containsExactly(CHANGE, List.of(CHANGE));
		assertThat(output).contains("ERROR", "A change (REVOKED) did not take effect in", "Listener failed")
			.doesNotContain("user_alice");
	}

	@Test
	void toStringThenHoldsNoIds() {
		assertThat(CHANGE).asString().contains("REVOKED").doesNotContain("user_alice");
		assertThat(OTHER).asString().contains("ENDED").doesNotContain("session_1");
	}

}
