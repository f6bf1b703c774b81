package io.github.fgaspring.emulator.control;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;

import io.github.fgaspring.emulator.event.WebhookSender;
import io.github.fgaspring.emulator.model.AccessEvaluator;
import io.github.fgaspring.emulator.model.EmulatorState;
import io.github.fgaspring.emulator.model.EmulatorState.Snapshot;
import io.github.fgaspring.emulator.model.Membership;
import io.github.fgaspring.emulator.model.Resource;
import io.github.fgaspring.emulator.model.ResourceKey;
import io.github.fgaspring.emulator.model.Role;
import io.github.fgaspring.emulator.model.RoleAssignment;
import io.github.fgaspring.emulator.model.StateChanges;
import io.github.fgaspring.emulator.model.Webhook;
import io.github.fgaspring.emulator.session.SessionTokenBuilder;
import io.github.fgaspring.emulator.session.SessionTokenMinter;
import io.github.fgaspring.emulator.session.SigningKeys;
import io.github.fgaspring.emulator.traffic.Traffic;
import org.jspecify.annotations.Nullable;

/**
 * What only an emulator can do.
 */
public final class EmulatorControls {

	private final EmulatorState state;

	private final StateChanges changes;

	private final EmulatorClock clock;

	private final SigningKeys keys;

	private final SessionTokenMinter tokens;

	private final Traffic traffic;

	private final WebhookSender webhooks;

	private final Snapshot start;

	/**
	 * Creates controls, which remember the present as the start.
	 * @param state what the emulator knows
	 * @param changes changes what it knows
	 * @param clock the clock to move
	 * @param keys the keys to rotate
	 * @param tokens makes tokens
	 * @param traffic the requests and faults
	 * @param webhooks sends events
	 */
	public EmulatorControls(EmulatorState state, StateChanges changes, EmulatorClock clock, SigningKeys keys,
			SessionTokenMinter tokens, Traffic traffic, WebhookSender webhooks) {
		this.state = state;
		this.changes = changes;
		this.clock = clock;
		this.keys = keys;
		this.tokens = tokens;
		this.traffic = traffic;
		this.webhooks = webhooks;
		this.start = state.snapshot();
	}

	/**
	 * A token for a person who has just signed in, to be changed before it is signed.
	 * @param userId the id of the person, or {@code null} for nobody in particular
	 * @param organizationId the id of the organization that was selected, or {@code null}
	 * @return the builder
	 * @throws IllegalArgumentException if there is no such person or organization, the
	 * person has no active membership in it, or an organization is given without a person
	 */
	public SessionTokenBuilder token(@Nullable String userId, @Nullable String organizationId) {
		if (userId != null) {
			return this.state.exclusively(() -> this.tokens.builder(userId, organizationId));
		}
		if (organizationId != null) {
			throw new IllegalArgumentException(
					"There is no user who selects organization '%s'".formatted(organizationId));
		}
		return this.tokens.builder();
	}

	/**
	 * Let a membership hold a role on a resource, if it does not hold it already.
	 * @param membershipId the id of the membership
	 * @param role the slug of the role
	 * @param type the slug of the resource type
	 * @param externalId the id in the customer's own database
	 * @throws IllegalArgumentException if there is no such membership, role or resource,
	 * or the role is for another type of resource
	 */
	public void assignRole(String membershipId, String role, String type, String externalId) {
		this.state.exclusively(() -> {
			Membership membership = membership(membershipId);
			Resource resource = resource(membership, type, externalId);
			Role assigned = this.state.accessModel()
				.findRole(membership.organizationId(), role)
				.filter((found) -> found.resourceType().equals(type))
				.orElseThrow(() -> new IllegalArgumentException(
						"There is no role '%s' on resources of type '%s' in the emulator".formatted(role, type)));
			return this.state.assignments()
				.findDirect(membership.id(), role, resource.key())
				.orElseGet(() -> this.changes.assign(membership, assigned, resource));
		});
	}

	/**
	 * Take a role back that was assigned to a membership itself.
	 * @param membershipId the id of the membership
	 * @param role the slug of the role
	 * @param type the slug of the resource type
	 * @param externalId the id in the customer's own database
	 * @throws IllegalArgumentException if there is no such membership or resource, the
	 * membership does not hold the role there, or it is its last role in the organization
	 */
	public void removeRole(String membershipId, String role, String type, String externalId) {
		this.state.exclusively(() -> {
			Membership membership = membership(membershipId);
			Resource resource = resource(membership, type, externalId);
			RoleAssignment assignment = this.state.assignments()
				.findDirect(membership.id(), role, resource.key())
				.orElseThrow(() -> new IllegalArgumentException(
						"Membership '%s' does not hold the role '%s' itself on %s '%s'".formatted(membershipId, role,
								type, externalId)));
			if (new AccessEvaluator(this.state).isLastOrganizationRole(membership, assignment)) {
				throw new IllegalArgumentException(
						"'%s' is the last role of membership '%s' in its organization: assign another one first"
							.formatted(role, membershipId));
			}
			this.changes.unassign(membership, assignment);
			return assignment;
		});
	}

	/**
	 * Send events to a webhook from now on. One at the same address is replaced; what
	 * waits to be sent there is signed with its secret still.
	 * @param url the address
	 * @param secret the secret that signs what is sent
	 * @throws IllegalArgumentException if the address is no HTTP URL, or the secret blank
	 */
	public void addWebhook(URI url, String secret) {
		Webhook webhook = new Webhook(url, secret);
		this.state.exclusively(() -> {
			this.changes.add(webhook);
			return webhook;
		});
	}

	/**
	 * Send no more events to an address. What waits to be sent there is dropped.
	 * @param url the address
	 */
	public void removeWebhook(URI url) {
		this.state.exclusively(() -> {
			this.changes.removeWebhook(url);
			this.webhooks.clear(url);
			return url;
		});
	}

	private Membership membership(String id) {
		return this.state.accounts()
			.memberships()
			.find(id)
			.orElseThrow(
					() -> new IllegalArgumentException("There is no membership '%s' in the emulator".formatted(id)));
	}

	private Resource resource(Membership membership, String type, String externalId) {
		return this.state.resources()
			.find(new ResourceKey(membership.organizationId(), type, externalId))
			.orElseThrow(() -> new IllegalArgumentException("There is no %s '%s' in the organization of membership '%s'"
				.formatted(type, externalId, membership.id())));
	}

	/**
	 * The keys that sign tokens.
	 * @return the keys
	 */
	public SigningKeys keys() {
		return this.keys;
	}

	/**
	 * The faults there are and the requests there were.
	 * @return the traffic
	 */
	public Traffic traffic() {
		return this.traffic;
	}

	/**
	 * The present time of the emulator.
	 * @return the time
	 */
	public Instant now() {
		return this.clock.instant();
	}

	/**
	 * Move the clock.
	 * @param duration how far; backwards if negative
	 * @throws IllegalArgumentException if the clock would leave the years 1970 to 9998
	 */
	public void advanceClock(Duration duration) {
		this.clock.advance(duration);
	}

	/**
	 * Remember what the emulator knows.
	 * @return the snapshot
	 */
	public Snapshot snapshot() {
		return this.state.exclusively(this.state::snapshot);
	}

	/**
	 * Go back to a snapshot. What waits to be sent to webhooks is dropped: it tells of
	 * what is gone. What is on its way has arrived afterwards.
	 * @param snapshot the snapshot
	 */
	public void restore(Snapshot snapshot) {
		this.state.exclusively(() -> {
			this.state.restore(snapshot);
			this.webhooks.clear();
			return snapshot;
		});
		this.webhooks.awaitDelivery();
	}

	/**
	 * Be as after the start. The keys stay, for whoever has fetched them already.
	 */
	public void reset() {
		this.traffic.clearFaults();
		restore(this.start);
		this.clock.reset();
		this.traffic.clearRequests();
	}

}
