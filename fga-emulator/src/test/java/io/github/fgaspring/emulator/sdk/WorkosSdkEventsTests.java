package io.github.fgaspring.emulator.sdk;

import java.security.SignatureException;
import java.util.List;

import com.workos.models.Organization;
import com.workos.models.OrganizationCreated;
import com.workos.models.OrganizationMembership;
import com.workos.models.OrganizationMembershipCreated;
import com.workos.models.OrganizationMembershipDeleted;
import com.workos.models.OrganizationMembershipUpdated;
import com.workos.models.UserCreated;
import com.workos.models.WorkOSEvent;
import com.workos.types.OrganizationMembershipStatus;
import com.workos.webhooks.Webhook;
import io.github.fgaspring.emulator.EmulatorClient;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WorkosSdkEventsTests {

	private static final String SECRET = "whsec_emulator_test";

	private final Webhook webhook = new Webhook();

	private WebhookReceiver receiver;

	private SdkEnvironment environment;

	@BeforeEach
	void start() {
		this.receiver = WebhookReceiver.start();
		this.environment = SdkEnvironment.start("""
				webhooks:
				  - { url: "%s", secret: %s }
				""".formatted(this.receiver.url(), SECRET));
	}

	@AfterEach
	void stop() {
		this.environment.close();
		this.receiver.close();
	}

	@Test
	void webhookWhenSomethingHappensThenIsSignedAndInOrder() throws Exception {
		OrganizationMembership alice = joinAndLeave();
		assertThat(nextEvent()).isInstanceOf(OrganizationCreated.class);
		assertThat(nextEvent()).isInstanceOf(UserCreated.class);
		assertThat(nextEvent()).asInstanceOf(InstanceOfAssertFactories.type(OrganizationMembershipCreated.class))
			.satisfies((event) -> assertThat(event.getData().getId()).isEqualTo(alice.getId()))
			.satisfies(
					(event) -> assertThat(event.getData().getStatus()).isEqualTo(OrganizationMembershipStatus.Active));
		assertThat(nextEvent()).asInstanceOf(InstanceOfAssertFactories.type(OrganizationMembershipUpdated.class))
			.satisfies((event) -> assertThat(event.getData().getStatus())
				.isEqualTo(OrganizationMembershipStatus.Inactive));
		assertThat(nextEvent()).asInstanceOf(InstanceOfAssertFactories.type(OrganizationMembershipDeleted.class))
			.satisfies((event) -> assertThat(event.getData().getId()).isEqualTo(alice.getId()));
	}

	private OrganizationMembership joinAndLeave() {
		Organization acme = this.environment.organization("Acme");
		OrganizationMembership alice = this.environment.membership("alice@acme.test", acme);
		this.environment.workos().getOrganizationMembership().deactivate(alice.getId());
		this.environment.workos().getOrganizationMembership().delete(alice.getId());
		return alice;
	}

	private WorkOSEvent nextEvent() throws Exception {
		WebhookReceiver.Delivery delivery = this.receiver.next();
		return this.webhook.constructTypedEvent(delivery.payload(), delivery.signature(), SECRET);
	}

	@Test
	void webhookWhenPayloadOrSecretIsAnotherThenSignatureIsRefused() throws Exception {
		this.environment.organization("Acme");
		WebhookReceiver.Delivery delivery = this.receiver.next();
		this.webhook.verifyHeader(delivery.payload(), delivery.signature(), SECRET, Webhook.DEFAULT_TOLERANCE_MILLIS);
		assertThatExceptionOfType(SignatureException.class)
			.isThrownBy(() -> this.webhook.constructEvent(delivery.payload() + " ", delivery.signature(), SECRET));
		assertThatExceptionOfType(SignatureException.class)
			.isThrownBy(() -> this.webhook.constructEvent(delivery.payload(), delivery.signature(), "whsec_other"));
	}

	// Past the SDK, whose Events.list cannot read any event that it has a class for.
	@Test
	void eventsWhenListedThenAreThoseOfTheWebhooks() throws Exception {
		joinAndLeave();
		List<String> delivered = List.of(nextEvent().getId(), nextEvent().getId(), nextEvent().getId(),
				nextEvent().getId(), nextEvent().getId());
		JsonNode page = new EmulatorClient(this.environment.emulator())
			.get("/events?order=asc&limit=100&events=organization.created,user.created,"
					+ "organization_membership.created,organization_membership.updated,organization_membership.deleted")
			.json();
		assertThat(page.get("data").valueStream().map((event) -> event.get("id").asString()))
			.containsExactlyElementsOf(delivered);
	}

	@Test
	void eventsWhenNoneMatchesThenSdkReadsAnEmptyPage() {
		this.environment.organization("Acme");
		assertThat(this.environment.workos().getEvents().list(List.of("session.revoked")).data).isEmpty();
	}

}
