package io.github.fgaspring.policy;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A block of addresses of one family. It holds none of the other family, which may begin
 * with the same bytes. Short forms such as {@code 10/8}, which mean something else than
 * they seem to, are not read, nor is anything that might be looked up as a name.
 */
final class Network {

	private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";

	private static final Pattern ADDRESS = Pattern
		.compile("(?:" + OCTET + "\\.){3}" + OCTET + "|(?=[^:]*:)[0-9A-Fa-f:]+(?:\\.\\d{1,3}){0,3}");

	private static final Pattern PREFIX_LENGTH = Pattern.compile("\\d{1,3}");

	private final String text;

	private final InetAddress address;

	private final int prefixLength;

	private Network(String text, InetAddress address, int prefixLength) {
		this.text = text;
		this.address = address;
		this.prefixLength = prefixLength;
	}

	/**
	 * Reads a network.
	 * @param text an address, or one with the length of a prefix
	 * @throws IllegalArgumentException if it is neither
	 */
	static Network parse(String text) {
		String[] parts = text.split("/", 2);
		InetAddress address = address(parts[0]);
		Assert.notNull(address, "allowedNetworks must be addresses, or addresses with the length of a prefix");
		int length = address.getAddress().length * Byte.SIZE;
		if (parts.length == 1) {
			return new Network(text, address, length);
		}
		Assert.isTrue(PREFIX_LENGTH.matcher(parts[1]).matches() && Integer.parseInt(parts[1]) <= length,
				() -> "allowedNetworks must have prefixes of " + length + " bits at most");
		return new Network(text, address, Integer.parseInt(parts[1]));
	}

	/**
	 * Whether one of the networks holds an address.
	 * @param address what a request says that it comes from
	 * @return {@code false} if it is no address
	 */
	static boolean anyHolds(List<String> networks, @Nullable String address) {
		InetAddress parsed = (address != null) ? address(withoutScope(address)) : null;
		return parsed != null && networks.stream().anyMatch((network) -> parse(network).holds(parsed));
	}

	/**
	 * The networks that two lists have in common, of which an empty one holds all.
	 */
	static List<String> intersect(List<String> some, List<String> others) {
		if (some.isEmpty() || others.isEmpty()) {
			return some.isEmpty() ? others : some;
		}
		Set<String> common = new TreeSet<>();
		List<Network> parsed = others.stream().map(Network::parse).toList();
		for (Network one : some.stream().map(Network::parse).toList()) {
			for (Network other : parsed) {
				if (one.covers(other)) {
					common.add(other.text);
				}
				else if (other.covers(one)) {
					common.add(one.text);
				}
			}
		}
		return List.copyOf(common);
	}

	private boolean covers(Network other) {
		return this.prefixLength <= other.prefixLength && holds(other.address);
	}

	private boolean holds(InetAddress other) {
		return this.address.getClass() == other.getClass() && prefix(this.address).equals(prefix(other));
	}

	private BigInteger prefix(InetAddress address) {
		byte[] bytes = address.getAddress();
		return new BigInteger(1, bytes).shiftRight(bytes.length * Byte.SIZE - this.prefixLength);
	}

	/**
	 * An address without brackets (RFC 3986, section 3.2.2) and scope (RFC 4007, section
	 * 11), which servers add.
	 */
	private static String withoutScope(String address) {
		String bare = (address.startsWith("[") && address.endsWith("]")) ? address.substring(1, address.length() - 1)
				: address;
		int scope = bare.indexOf('%');
		return (scope != -1) ? bare.substring(0, scope) : bare;
	}

	private static @Nullable InetAddress address(String text) {
		try {
			return ADDRESS.matcher(text).matches() ? InetAddress.getByName(text) : null;
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

}
