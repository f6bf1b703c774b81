package io.github.fgaspring.test.context;

import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that share a stub or an emulator have it to themselves, one after the other.
 */
class SharedStateTests {

	@BeforeEach
	void nobodyWaits() {
		SharingCases.meeting.reset();
	}

	@Test
	void testsWhenContextsDifferThenRunAtTheSameTime() {
		assertThat(TestRuns.inParallel(SharingCases.OneStub.class, SharingCases.OtherStub.class))
			.isEqualTo(Map.of("meets()", ""));
	}

	@Test
	void testsWhenStubIsSharedThenTakeTurnsEvenAfterFailures() {
		assertThat(TestRuns.inParallel(SharingCases.FirstWithSharedStub.class, SharingCases.SecondWithSharedStub.class))
			.isEqualTo(Map.of("aloneInFirst()", "", "failsInFirst()", "on purpose", "aloneInSecond()", "",
					"failsInSecond()", "on purpose"));
	}

	@Test
	void testsWhenEmulatorIsSharedThenTakeTurns() {
		assertThat(TestRuns.inParallel(SharingCases.FirstWithSharedEmulator.class,
				SharingCases.SecondWithSharedEmulator.class))
			.isEqualTo(Map.of("aloneInFirst()", "", "aloneInSecond()", ""));
	}

	@Test
	void testsWhenEmulatorIsEnabledThenItIsResetBeforeEach() {
		assertThat(TestRuns.oneByOne(SharingCases.ResetEmulator.class))
			.isEqualTo(Map.of("first()", "", "second()", ""));
	}

	@Test
	void testsWhenOneRevokesASessionThenTheNextDoesNotKnow() {
		assertThat(TestRuns.oneByOne(SharingCases.RevokedSession.class))
			.isEqualTo(Map.of("first()", "", "second()", ""));
	}

	@Test
	void testsWhenSliceHasNoEmulatorThenSayWhatToDo() {
		assertThat(TestRuns.oneByOne(SharingCases.WithoutEmulator.class)).isEqualTo(Map.of("runs()",
				"@EnableFgaEmulator on " + SharingCases.WithoutEmulator.class.getName()
						+ " has started no emulator, because its slice of the application does"
						+ " not load it: add @ImportAutoConfiguration(FgaEmulatorAutoConfiguration.class)"));
	}

	@Test
	void testsWhenConnectionLeadsElsewhereThenSayWhatToDo() {
		assertThat(TestRuns.oneByOne(SharingCases.ConnectedElsewhere.class)).isEqualTo(Map.of("runs()",
				"@EnableFgaEmulator on " + SharingCases.ConnectedElsewhere.class.getName()
						+ " has started an emulator that nobody asks, because the application"
						+ " has a bean of type FgaConnectionDetails that leads elsewhere: leave it out of this test"));
	}

	@Test
	void testsWhenWebhooksHaveNoPortThenSayWhatToDo() {
		assertThat(TestRuns.oneByOne(SharingCases.WebhooksWithoutPort.class)).isEqualTo(Map.of("runs()",
				"@EnableFgaEmulator on " + SharingCases.WebhooksWithoutPort.class.getName()
						+ " has webhooks, and the application listens on no port: add"
						+ " webEnvironment = WebEnvironment.RANDOM_PORT to @SpringBootTest"));
	}

}
