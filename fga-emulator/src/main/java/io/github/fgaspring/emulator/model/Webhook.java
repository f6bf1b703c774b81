package io.github.fgaspring.emulator.model;

import java.net.URI;

/**
 * Where events are to be sent.
 *
 * @param url the address
 * @param secret the secret that signs what is sent
 */
public record Webhook(URI url, String secret) {

	/**
	 * Leaves the secret out.
	 */
	@Override
	public String toString() {
		return "Webhook[url=" + this.url + "]";
	}

}
