package io.github.fgaspring.authentication;

import org.jspecify.annotations.Nullable;

/**
 * A token as the key of a map of verified ones. Its hash is that of a slice of the
 * signature, since the hash of the whole would take longer than everything else; whether
 * two are the same is told by every character.
 * <p>
 * Whoever signs tokens can make many with the same hash. Keys can be ordered, so that a
 * hash table still finds each of them without looking at all.
 */
final class TokenKey implements Comparable<TokenKey> {

	/**
	 * So many characters of Base64 hold more than the 32 bits of a hash.
	 */
	static final int SLICE_LENGTH = 16;

	private final String token;

	private final int hash;

	TokenKey(String token) {
		this.token = token;
		this.hash = hashOfEnd(token);
	}

	private static int hashOfEnd(String token) {
		int hash = token.length();
		for (int i = Math.max(0, token.length() - SLICE_LENGTH); i < token.length(); i++) {
			hash = 31 * hash + token.charAt(i);
		}
		return hash;
	}

	int length() {
		return this.token.length();
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (other instanceof TokenKey key && this.token.equals(key.token));
	}

	@Override
	public int hashCode() {
		return this.hash;
	}

	@Override
	public int compareTo(TokenKey other) {
		return this.token.compareTo(other.token);
	}

	/**
	 * Without the token.
	 */
	@Override
	public String toString() {
		return "TokenKey[length=" + this.token.length() + "]";
	}

}
