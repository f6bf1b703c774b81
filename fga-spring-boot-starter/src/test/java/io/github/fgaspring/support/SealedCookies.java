package io.github.fgaspring.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Cookies that the vendor's own libraries have sealed: see {@code generate.mjs} beside
 * them.
 */
public final class SealedCookies {

	private static final JsonNode fixtures = read();

	public static final String PASSWORD = fixtures.get("password").stringValue();

	public static final String ISSUER = fixtures.get("issuer").stringValue();

	private SealedCookies() {
	}

	private static JsonNode read() {
		try (InputStream json = SealedCookies.class.getResourceAsStream("/sealed-cookies/cookies.json")) {
			return JsonMapper.shared().readTree(json);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The keys that the tokens in the cookies are signed with.
	 */
	public static String jwkSet() {
		return fixtures.get("jwks").toString();
	}

	/**
	 * What is in most of the cookies.
	 */
	public static JsonNode session() {
		return fixtures.get("session");
	}

	/**
	 * Cookies that must be accepted, as they are on the wire, by the name of the library.
	 */
	public static Map<String, String> accepted() {
		return values("cookies");
	}

	/**
	 * Cookies that must be refused, by the reason.
	 */
	public static Map<String, String> refused() {
		return values("refused");
	}

	private static Map<String, String> values(String name) {
		Map<String, String> values = new LinkedHashMap<>();
		fixtures.get(name).forEachEntry((key, value) -> values.put(key, value.stringValue()));
		return values;
	}

}
