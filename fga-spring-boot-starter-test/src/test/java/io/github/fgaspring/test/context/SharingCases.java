package io.github.fgaspring.test.context;

import java.net.URI;
import java.time.Instant;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.autoconfigure.FgaConnectionDetails;
import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.events.ReceivedEvents;
import io.github.fgaspring.revocation.FgaRevocations;
import io.github.fgaspring.test.EnableFgaEmulator;
import io.github.fgaspring.test.FgaStub;
import io.github.fgaspring.test.ProjectHub;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.verify;

/**
 * Tests that are run by {@link SharedStateTests} only.
 */
final class SharingCases {

	/**
	 * Where two tests meet that run at the same time.
	 */
	static final CyclicBarrier meeting = new CyclicBarrier(2);

	private SharingCases() {
	}

	private static void meet() throws Exception {
		meeting.await(30, TimeUnit.SECONDS);
	}

	private static void assertAlone() {
		assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> meeting.await(300, TimeUnit.MILLISECONDS));
		meeting.reset();
	}

	private static void assertAlone(FgaStub stub) {
		assertThat(stub).wasNotAsked();
		stub.check("om_test", "project:view", ResourceReference.external("project", "p-1"));
		assertAlone();
		assertThat(stub).wasAskedTimes(1);
	}

	@SpringBootTest(classes = ProjectHub.class, webEnvironment = WebEnvironment.NONE, properties = "context=one")
	@Import(FgaStub.class)
	static class OneStub {

		@Test
		void meets() throws Exception {
			meet();
		}

	}

	@SpringBootTest(classes = ProjectHub.class, webEnvironment = WebEnvironment.NONE, properties = "context=other")
	@Import(FgaStub.class)
	static class OtherStub {

		@Test
		void meets() throws Exception {
			meet();
		}

	}

	@SpringBootTest(classes = ProjectHub.class, webEnvironment = WebEnvironment.NONE)
	@Import(FgaStub.class)
	static class FirstWithSharedStub {

		@Autowired
		private FgaStub stub;

		@Test
		void aloneInFirst() {
			assertAlone(this.stub);
		}

		@Test
		void failsInFirst() {
			throw new IllegalStateException("on purpose");
		}

	}

	@SpringBootTest(classes = ProjectHub.class, webEnvironment = WebEnvironment.NONE)
	@Import(FgaStub.class)
	static class SecondWithSharedStub {

		@Autowired
		private FgaStub stub;

		@Test
		void aloneInSecond() {
			assertAlone(this.stub);
		}

		@Test
		void failsInSecond() {
			throw new IllegalStateException("on purpose");
		}

	}

	@SpringBootTest(classes = ProjectHub.class, webEnvironment = WebEnvironment.NONE)
	@EnableFgaEmulator(seed = "classpath:acme.yaml")
	static class FirstWithSharedEmulator {

		@Test
		void aloneInFirst() {
			assertAlone();
		}

	}

	@SpringBootTest(classes = ProjectHub.class, webEnvironment = WebEnvironment.NONE)
	@EnableFgaEmulator(seed = "classpath:acme.yaml")
	static class SecondWithSharedEmulator {

		@Test
		void aloneInSecond() {
			assertAlone();
		}

	}

	@SpringBootTest(classes = ProjectHub.class, webEnvironment = WebEnvironment.NONE)
	@EnableFgaEmulator(seed = "classpath:acme.yaml")
	@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
	static class ResetEmulator {

		@MockitoSpyBean
		private FgaEmulator emulator;

		@Test
		@Order(1)
		void first() {
			verify(this.emulator).reset();
		}

		@Test
		@Order(2)
		void second() {
			verify(this.emulator).reset();
		}

	}

	@SpringBootTest(classes = ProjectHub.class, webEnvironment = WebEnvironment.NONE)
	@EnableFgaEmulator(seed = "classpath:acme.yaml")
	@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
	static class RevokedSession {

		@Autowired
		private FgaRevocations revocations;

		@Autowired
		private ReceivedEvents events;

		@Test
		@Order(1)
		void first() {
			assertNothingHasHappened();
			this.revocations.revoke(FgaScope.user("user_alice"));
			this.events.complete("event_1");
		}

		@Test
		@Order(2)
		void second() {
			assertNothingHasHappened();
		}

		private void assertNothingHasHappened() {
			FgaSession session = FgaSession.of("user_alice").issuedAt(Instant.now()).build();
			assertThat(this.revocations.isRevoked(session)).isFalse();
			assertThat(this.events.begin("event_1")).isEqualTo(ReceivedEvents.Receipt.NEW);
		}

	}

	@SpringJUnitConfig(Slice.class)
	@EnableFgaEmulator(seed = "classpath:acme.yaml")
	static class WithoutEmulator {

		@Autowired
		private FgaEmulator emulator;

		@Test
		void runs() {
			throw new IllegalStateException("must not run");
		}

	}

	@SpringBootTest(classes = ProjectHub.class, webEnvironment = WebEnvironment.NONE)
	@EnableFgaEmulator(seed = "classpath:acme.yaml")
	@Import(Elsewhere.class)
	static class ConnectedElsewhere {

		@Test
		void runs() {
			throw new IllegalStateException("must not run");
		}

	}

	@SpringBootTest(classes = ProjectHub.class)
	@EnableFgaEmulator(seed = "classpath:acme.yaml", webhooks = true)
	static class WebhooksWithoutPort {

		@Test
		void runs() {
			throw new IllegalStateException("must not run");
		}

	}

	static class Slice {

	}

	static class Elsewhere implements FgaConnectionDetails {

		@Override
		public URI getBaseUrl() {
			return URI.create("http://127.0.0.1:2");
		}

		@Override
		public String getApiKey() {
			return "sk_test_elsewhere";
		}

		@Override
		public String getClientId() {
			return "client_elsewhere";
		}

	}

}
