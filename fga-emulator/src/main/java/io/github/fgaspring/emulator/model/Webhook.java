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
	}

	/**
	 * Leaves the secret out.
	 */
	@Override
	public String toString() {
		return "Webhook[url=" + this.url + "]";
	}

}
