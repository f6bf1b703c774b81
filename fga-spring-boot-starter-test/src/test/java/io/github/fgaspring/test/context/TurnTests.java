package io.github.fgaspring.test.context;

import org.junit.jupiter.api.Test;

import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNoException;

class TurnTests {

	private final GenericApplicationContext context = new GenericApplicationContext();

	@Test
	void takeWhenThreadHasTurnThenFailsInsteadOfWaitingForItself() throws InterruptedException {
		Turn turn = Turn.take(this.context, TurnTests.class);
		try {
			assertThatIllegalStateException().isThrownBy(() -> Turn.take(this.context, TurnTests.class))
				.withMessage("A test of " + TurnTests.class.getName()
						+ " was started in the middle of another test with"
						+ " the same FgaStub or FgaEmulator, by the same thread: add @Execution(ExecutionMode.SAME_THREAD)"
						+ " to the one that starts tests or tasks of its own");
		}
		finally {
			turn.end();
		}
	}

	@Test
	void takeWhenTurnHasEndedThenTakesNext() throws InterruptedException {
		Turn.take(this.context, TurnTests.class).end();
		assertThatNoException().isThrownBy(() -> Turn.take(this.context, TurnTests.class).end());
	}

	@Test
	void takeWhenParentHasTurnThenIsTheSame() throws InterruptedException {
		GenericApplicationContext child = new GenericApplicationContext(this.context);
		Turn turn = Turn.take(child, TurnTests.class);
		try {
			assertThatIllegalStateException().isThrownBy(() -> Turn.take(this.context, TurnTests.class));
		}
		finally {
			turn.end();
		}
	}

}
