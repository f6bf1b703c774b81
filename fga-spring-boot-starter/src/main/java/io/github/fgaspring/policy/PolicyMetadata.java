package io.github.fgaspring.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

import io.github.fgaspring.policy.OrganizationPolicy.Builder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.util.Assert;

/**
 * Reads a policy from the metadata of an organization. Keys that begin with
 * {@value #PREFIX} are ours: one that is not known demands something that nobody would
 * enforce, and is as bad as a value that cannot be read.
 */
final class PolicyMetadata {

	private static final String PREFIX = "fga_";

	private static final Pattern PRINTABLE_KEY = Pattern.compile("[A-Za-z0-9_.-]{1,40}");

	private static final Map<String, BiConsumer<Builder, String>> READERS = Map.of("fga_blocked",
			(policy, text) -> policy.blocked(flag(text)), "fga_max_session_age",
			(policy, text) -> policy.maxSessionAge(AgeLimit.parse(text)), "fga_recent_authentication",
			(policy, text) -> policy.recentAuthentication(AgeLimit.parse(text)), "fga_authentication_methods",
			(policy, text) -> policy.authenticationMethods(list(text)), "fga_allowed_networks",
			(policy, text) -> policy.allowedNetworks(list(text)), "fga_impersonation",
			(policy, text) -> policy.impersonation(impersonation(text)));

	private PolicyMetadata() {
	}

	/**
	 * Reads a policy.
	 * @param metadata the metadata, with keys of others too
	 * @return what it demands
	 * @throws UnreadableException if something that it demands cannot be understood
	 */
	static OrganizationPolicy read(@Nullable JsonNode metadata) {
		Builder policy = OrganizationPolicy.builder();
		if (metadata == null || metadata.isNull()) {
			return OrganizationPolicy.NONE;
		}
		if (!metadata.isObject()) {
			throw new UnreadableException("it is no object");
		}
		metadata.forEachEntry((key, value) -> {
			if (key.startsWith(PREFIX) && !value.isNull()) {
				read(key, value, policy);
			}
		});
		return policy.build();
	}

	private static void read(String key, JsonNode value, Builder policy) {
		BiConsumer<Builder, String> reader = READERS.get(key);
		if (reader == null) {
			throw new UnreadableException("there is no key "
					+ (PRINTABLE_KEY.matcher(key).matches() ? key : "of this kind that begins with " + PREFIX));
		}
		try {
			reader.accept(policy, value.stringValue().trim());
			policy.build();
		}
		catch (RuntimeException ex) {
			// Without the cause: its message quotes the value.
			throw new UnreadableException(key + " has no value that makes sense");
		}
	}

	private static boolean flag(String text) {
		boolean flag = text.equalsIgnoreCase("true");
		Assert.isTrue(flag || text.equalsIgnoreCase("false"), "text must be true or false");
		return flag;
	}

	private static List<String> list(String text) {
		return Arrays.asList(text.split("[,\\s]+", -1));
	}

	private static ImpersonationPolicy impersonation(String text) {
		return ImpersonationPolicy.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
	}

	/**
	 * The metadata says something that is not understood. The message may name a key, and
	 * holds no value.
	 */
	static final class UnreadableException extends RuntimeException {

		UnreadableException(String problem) {
			super(problem);
		}

	}

}
