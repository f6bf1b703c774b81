package io.github.fgaspring.emulator.http;

import java.util.regex.Pattern;

/**
 * The names and numbers by which this machine calls itself.
 */
public final class LoopbackHost {

	private static final Pattern FORM = Pattern
		.compile("(?i)localhost|[a-z0-9.-]+\\.localhost|127(\\.\\d{1,3}){3}|\\[[0:]*:1]");

	private LoopbackHost() {
	}

	/**
	 * Whether a host is this machine, as far as its name says so.
	 * @param host the host as it stands in a URL, without a port
	 * @return {@code false} if it can be another machine
	 */
	public static boolean matches(String host) {
		return FORM.matcher(host).matches();
	}

}
