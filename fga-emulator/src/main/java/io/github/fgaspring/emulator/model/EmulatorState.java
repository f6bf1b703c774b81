package io.github.fgaspring.emulator.model;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Everything the emulator knows at one moment. Immutable, so that a request sees one
 * state from beginning to end.
 *
 * @param apiKey the only key that callers of the API can use
 * @param clientId the client id that session tokens are issued for
 * @param accessModel what can be granted
 * @param accounts who it can be granted to
 * @param resources what it can be granted on
 * @param assignments what is granted on single resources
 * @param jwtTemplate additional claims of session tokens, or {@code null} for none
 * @param webhooks where events are to be sent
 */
public record EmulatorState(String apiKey, String clientId, AccessModel accessModel, Accounts accounts,
		ResourceTree resources, RoleAssignments assignments, @Nullable JwtTemplate jwtTemplate,
		List<Webhook> webhooks) {

	public EmulatorState {
		webhooks = List.copyOf(webhooks);
	}

	/**
	 * Leaves the API key out.
	 */
	@Override
	public String toString() {
		return "EmulatorState[clientId=" + this.clientId + "]";
	}

}
