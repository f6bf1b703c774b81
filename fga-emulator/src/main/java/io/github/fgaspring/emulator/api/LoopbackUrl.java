package io.github.fgaspring.emulator.api;

import java.net.URI;
import java.net.URISyntaxException;

import io.github.fgaspring.emulator.http.LoopbackHost;

/**
 * Where a browser can be sent. WorkOS sends it to addresses that its dashboard lists. The
 * emulator has no such list: to be no open redirect, it sends nobody away from this
 * machine.
 */
final class LoopbackUrl {

	private LoopbackUrl() {
	}

	/**
	 * An address in a parameter; status 422 if it is not one of this machine.
	 */
	static URI of(String parameter, String value) {
		try {
			URI uri = new URI(value);
			boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
			if (web && uri.getHost() != null && uri.getRawUserInfo() == null && LoopbackHost.matches(uri.getHost())) {
				return uri;
			}
		}
		catch (URISyntaxException ex) {
			throw RequestBody.invalid(parameter, "must be a URL");
		}
		throw RequestBody.invalid(parameter, "must be a URL of this machine, such as http://localhost:8080/");
	}

}
