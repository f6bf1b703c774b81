package io.github.fgaspring.emulator.model;

import java.net.URI;

/**
 * Where events are to be sent.
 *
 * @param url the address, an HTTP URL with a host
 * @param secret the secret that signs what is sent
 */
public record Webhook(URI url, String secret) {

	private static final int MAX_PORT = 65535;

	public Webhook {
		boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
		if (!http || url.getHost() == null || url.getPort() > MAX_PORT) {
			throw new IllegalArgumentException("The URL of a webhook must be an HTTP URL with a host and a legal port");
		}
		if (secret.isBlank()) {
			throw new IllegalArgumentException("The secret of a webhook must not be blank");
		}
	}

	/**
	 * The address as it can be shown: a query or a user in it may be a secret.
	 * @return the URL without both
	 */
	public String address() {
		return "%s://%s%s%s".formatted(this.url.getScheme(), this.url.getHost(),
				(this.url.getPort() >= 0) ? ":" + this.url.getPort() : "", this.url.getRawPath());
	}

	/**
	 * Leaves the secrets out.
	 */
	@Override
	public String toString() {
		return "Webhook[address=" + address() + "]";
	}

}
