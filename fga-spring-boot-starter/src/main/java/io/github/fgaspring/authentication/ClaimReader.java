package io.github.fgaspring.authentication;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Reads the claims of a token by {@linkplain ClaimNames name}. A claim of an unexpected
 * shape counts as absent as a whole, and no other reading of the name is tried.
 */
public final class ClaimReader {

	/**
	 * The claims whose lists may be one text.
	 */
	private static final Set<String> SCOPES = Set.of("scope", "scp");

	private final Map<String, Object> claims;

	/**
	 * Creates a reader.
	 * @param claims the claims of a token, by name
	 */
	public ClaimReader(Map<String, Object> claims) {
		this.claims = claims;
	}

	/**
	 * Reads a text.
	 * @return the text, {@code null} if the claim is absent, blank or no text
	 */
	@Nullable String text(String name) {
		return (value(name) instanceof String text && StringUtils.hasText(text)) ? text : null;
	}

	/**
	 * Reads a list.
	 * @return the texts, empty if the claim is absent or no list of texts
	 */
	Set<String> texts(String name) {
		Object value = value(name);
		if (value instanceof String scopes && SCOPES.contains(name)) {
			return texts(List.of(scopes.split(" ", -1)));
		}
		return (value instanceof List<?> values) ? texts(values) : Set.of();
	}

	private static Set<String> texts(List<?> values) {
		Set<String> texts = new LinkedHashSet<>();
		for (Object value : values) {
			if (!(value instanceof String text) || !StringUtils.hasText(text)) {
				return Set.of();
			}
			texts.add(text);
		}
		return texts;
	}

	/**
	 * Whether a claim, which is a text or a list, holds one of the given texts.
	 */
	boolean holdsAny(String name, Set<String> texts) {
		Object value = value(name);
		if (value instanceof List<?> values) {
			return !Collections.disjoint(texts(values), texts);
		}
		return value instanceof String text && texts.contains(text);
	}

	/**
	 * Reads what a claim holds, whether it is one value or a list.
	 * @param name the name of the claim
	 * @return texts, numbers and truth values as texts, empty if the claim is absent or
	 * holds anything else
	 */
	public Set<String> values(String name) {
		Object value = value(name);
		Set<String> texts = new LinkedHashSet<>();
		for (Object element : (value instanceof List<?> list) ? list : Collections.singletonList(value)) {
			if (!(element instanceof String || element instanceof Number || element instanceof Boolean)) {
				return Set.of();
			}
			texts.add(element.toString());
		}
		return texts;
	}

	/**
	 * Reads a time.
	 * @return the time, {@code null} if the claim is absent or no number of seconds
	 */
	@Nullable Instant instant(String name) {
		Object value = value(name);
		if (value instanceof Instant instant) {
			return instant;
		}
		try {
			return (value instanceof Number number) ? Instant.ofEpochSecond(number.longValue()) : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private @Nullable Object value(String name) {
		Claim claim = find(this.claims, name);
		return (claim != null) ? claim.value : null;
	}

	private static @Nullable Claim find(Map<?, ?> claims, String path) {
		if (claims.containsKey(path)) {
			return new Claim(claims.get(path));
		}
		for (int dot = path.lastIndexOf('.'); dot >= 0; dot = path.lastIndexOf('.', dot - 1)) {
			if (claims.get(path.substring(0, dot)) instanceof Map<?, ?> nested) {
				Claim claim = find(nested, path.substring(dot + 1));
				if (claim != null) {
					return claim;
				}
			}
		}
		return null;
	}

	/**
	 * A claim that is present, if only as JSON's null.
	 */
	private record Claim(@Nullable Object value) {

	}

}
