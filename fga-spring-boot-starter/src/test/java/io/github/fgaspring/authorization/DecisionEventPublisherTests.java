package io.github.fgaspring.authorization;

import java.util.ArrayList;
import java.util.List;

import io.github.fgaspring.decision.DecisionSource;
import io.github.fgaspring.decision.DenialReason;
import io.github.fgaspring.decision.PermissionDecision;
import org.junit.jupiter.api.Test;

import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authorization.event.AuthorizationDeniedEvent;
import org.springframework.security.authorization.event.AuthorizationGrantedEvent;
import org.springframework.security.core.Authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link DecisionEventPublisher}.
 */
class DecisionEventPublisherTests {

	private final List<Object> events = new ArrayList<>();

	private final DecisionEventPublisher publisher = new DecisionEventPublisher(this.events::add);

	private final Authentication caller = new TestingAuthenticationToken("alice", null);

	@Test
	void publishWhenGrantedThenGrantedEvent() {
		PermissionDecision grant = PermissionDecision.grant("project:view", DecisionSource.CLAIMS);
		this.publisher.publishAuthorizationEvent(() -> this.caller, "object", grant);
		assertThat(this.events).singleElement().isInstanceOfSatisfying(AuthorizationGrantedEvent.class, (event) -> {
			assertThat(event.getAuthorizationResult()).isSameAs(grant);
			assertThat(event.getObject()).isEqualTo("object");
			assertThat(event.getAuthentication().get()).isSameAs(this.caller);
		});
	}

	@Test
	void publishWhenDeniedThenDeniedEvent() {
		PermissionDecision denial = PermissionDecision.deny("project:view", DecisionSource.REMOTE,
				DenialReason.MISSING_PERMISSION);
		this.publisher.publishAuthorizationEvent(() -> this.caller, "object", denial);
		assertThat(this.events).singleElement()
			.isInstanceOfSatisfying(AuthorizationDeniedEvent.class,
					(event) -> assertThat(event.getAuthorizationResult()).isSameAs(denial));
	}

	@Test
	void publishWhenNobodyDecidedThenNothing() {
		this.publisher.publishAuthorizationEvent(() -> this.caller, "object", null);
		assertThat(this.events).isEmpty();
	}

	@Test
	void constructorWhenPublisherIsNullThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> new DecisionEventPublisher(null))
			.withMessage("eventPublisher cannot be null");
	}

}
