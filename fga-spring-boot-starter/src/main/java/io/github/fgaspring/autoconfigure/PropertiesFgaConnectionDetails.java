package io.github.fgaspring.autoconfigure;

import java.net.URI;

/**
 * Takes the connection from {@link FgaProperties}.
 */
final class PropertiesFgaConnectionDetails implements FgaConnectionDetails {

	private final URI baseUrl;

	private final String apiKey;

	private final String clientId;

	PropertiesFgaConnectionDetails(FgaProperties properties) {
		this.apiKey = Requirements.text("fga.api-key", properties.apiKey(),
				"The key is in the WorkOS dashboard under API Keys and begins with 'sk_'. To develop without an"
						+ " account, add fga-emulator and set 'fga.emulator.enabled=true'.");
		this.clientId = Requirements.pathSegment("fga.client-id", properties.clientId(),
				"The client id is in the WorkOS dashboard under API Keys and begins with 'client_'.");
		this.baseUrl = Requirements.baseUrl("fga.base-url", properties.baseUrl());
	}

	@Override
	public URI getBaseUrl() {
		return this.baseUrl;
	}

	@Override
	public String getApiKey() {
		return this.apiKey;
	}

	@Override
	public String getClientId() {
		return this.clientId;
	}

}
