package io.github.fgaspring.cookie;

import java.util.Locale;
import java.util.regex.Pattern;

import io.github.fgaspring.client.RefreshTokenGrant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

import org.springframework.util.StringUtils;

/**
 * The session that a cookie holds: a session token, the refresh token for the next one,
 * and the user, as a JSON object. Fields that are not known are kept. {@link #toString()}
 * reveals nothing.
 */
public final class CookieSession {

	private static final String ACCESS_TOKEN = "accessToken";

	private static final String REFRESH_TOKEN = "refreshToken";

	private static final String USER = "user";

	private static final String IMPERSONATOR = "impersonator";

	private static final Pattern WORD = Pattern.compile("_([a-z0-9])");

	private static final JsonMapper jsonMapper = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	private final ObjectNode document;

	private final String accessToken;

	private final @Nullable String sealExpiration;

	private final boolean versioned;

	private CookieSession(ObjectNode document, String accessToken, @Nullable String sealExpiration, boolean versioned) {
		this.document = document;
		this.accessToken = accessToken;
		this.sealExpiration = sealExpiration;
		this.versioned = versioned;
	}

	/**
	 * Reads a session that was sealed.
	 * @return the session, or {@code null} if there is none
	 */
	static @Nullable CookieSession ofSealed(IronSeal.Unsealed unsealed) {
		JsonNode content = parse(unsealed.content());
		if (content != null && !unsealed.current()) {
			content = content.get("persistent");
		}
		return of(content, unsealed.expiration(), unsealed.versioned());
	}

	/**
	 * Reads a session that is not sealed.
	 * @return the session, or {@code null} if there is none
	 */
	static @Nullable CookieSession ofPlain(byte[] json) {
		return of(parse(json), null, false);
	}

	private static @Nullable JsonNode parse(byte[] json) {
		try {
			return jsonMapper.readTree(json);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private static @Nullable CookieSession of(@Nullable JsonNode content, @Nullable String sealExpiration,
			boolean versioned) {
		return (content instanceof ObjectNode document && document.path(ACCESS_TOKEN) instanceof StringNode token
				&& StringUtils.hasText(token.stringValue()))
						? new CookieSession(document, token.stringValue(), sealExpiration, versioned) : null;
	}

	String accessToken() {
		return this.accessToken;
	}

	@Nullable String refreshToken() {
		JsonNode token = this.document.get(REFRESH_TOKEN);
		return (token != null && token.isString()) ? token.stringValue() : null;
	}

	boolean isSealed() {
		return this.sealExpiration != null;
	}

	/**
	 * When the seal expires, empty for never, {@code null} if the session is not sealed.
	 */
	@Nullable String sealExpiration() {
		return this.sealExpiration;
	}

	/**
	 * Whether the seal said its version.
	 */
	boolean isSealVersioned() {
		return this.versioned;
	}

	byte[] toJson() {
		return jsonMapper.writeValueAsBytes(this.document);
	}

	/**
	 * This session after a refresh: other tokens, and the user as WorkOS now has it.
	 */
	CookieSession with(RefreshTokenGrant.Tokens tokens) {
		ObjectNode refreshed = this.document.deepCopy();
		refreshed.put(ACCESS_TOKEN, tokens.accessToken());
		refreshed.put(REFRESH_TOKEN, tokens.refreshToken());
		boolean camelCase = !isSnakeCase(refreshed.get(USER));
		if (tokens.user() != null && refreshed.get(USER) instanceof ObjectNode user) {
			update(user, tokens.user(), camelCase);
		}
		if (tokens.impersonator() != null) {
			update(refreshed.putObject(IMPERSONATOR), tokens.impersonator(), camelCase);
		}
		else {
			refreshed.remove(IMPERSONATOR);
		}
		return new CookieSession(refreshed, tokens.accessToken(), this.sealExpiration, this.versioned);
	}

	/**
	 * Libraries of the Node family write users in camel case, the one for the JVM in the
	 * snake case of the API.
	 */
	private static boolean isSnakeCase(@Nullable JsonNode user) {
		return user != null && user.propertyNames().stream().anyMatch((name) -> name.indexOf('_') != -1);
	}

	private static void update(ObjectNode target, JsonNode source, boolean camelCase) {
		source.forEachEntry((name, value) -> target.set(camelCase ? toCamelCase(name) : name, value));
	}

	private static String toCamelCase(String name) {
		return WORD.matcher(name).replaceAll((word) -> word.group(1).toUpperCase(Locale.ROOT));
	}

	@Override
	public String toString() {
		return "CookieSession[sealed=" + isSealed() + "]";
	}

}
