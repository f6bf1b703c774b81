package io.github.fgaspring.emulator.model;

import java.net.URI;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AuthorizationsTests {

	private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

	private final Authorizations authorizations = new Authorizations();

	@Test
	void addRequestWhenEarlierOnesHaveExpiredThenForgetsThem() {
		this.authorizations.addRequest("expired", request(NOW), NOW.minusSeconds(1));
		this.authorizations.addRequest("open", request(NOW.plusSeconds(1)), NOW.minusSeconds(1));
		assertThat(this.authorizations.findRequest("expired")).isPresent();
		this.authorizations.addRequest("new", request(NOW.plusSeconds(1)), NOW);
		assertThat(this.authorizations.findRequest("expired")).isEmpty();
		assertThat(this.authorizations.findRequest("open")).isPresent();
		assertThat(this.authorizations.findRequest("new")).isPresent();
	}

	@Test
	void addRequestWhenThereAreVeryManyThenForgetsTheOldest() {
		for (int i = 0; i <= 1000; i++) {
			this.authorizations.addRequest("ticket-" + i, request(NOW), NOW.minusSeconds(1));
		}
		assertThat(this.authorizations.findRequest("ticket-0")).isEmpty();
		assertThat(this.authorizations.findRequest("ticket-1")).isPresent();
		assertThat(this.authorizations.findRequest("ticket-1000")).isPresent();
	}

	@Test
	void copyWhenOriginalChangesThenStays() {
		AuthorizationCode code = new AuthorizationCode("user_alice", null, null, NOW, null);
		this.authorizations.addRequest("ticket", request(NOW), NOW);
		this.authorizations.putCode("code", code);
		Authorizations copy = this.authorizations.copy();
		this.authorizations.removeRequest("ticket");
		this.authorizations.putCode("other", code);
		assertThat(copy.findRequest("ticket")).isPresent();
		assertThat(copy.findCode("code")).hasValue(code);
		assertThat(copy.findCode("other")).isEmpty();
	}

	private static AuthorizationRequest request(Instant expiresAt) {
		return new AuthorizationRequest(URI.create("http://localhost:8080/"), null, null, null, null, expiresAt);
	}

}
