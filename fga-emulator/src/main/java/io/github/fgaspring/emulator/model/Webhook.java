package io.github.fgaspring.emulator.model;

import java.net.URI;

/**
 * Where events are to be sent.
 *
 * @param url the address, an HTTP URL with a host
 * @param secret the secret that signs what is sent
 */
public record Webhook(URI url, String secret) {

	public Webhook {
		boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
		if (!http || url.getHost() == null) {
			throw new IllegalArgumentException("The URL of a webhook must be an HTTP URL with a host");
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
