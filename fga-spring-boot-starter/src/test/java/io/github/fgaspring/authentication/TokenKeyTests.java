package io.github.fgaspring.authentication;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TokenKey}.
 */
class TokenKeyTests {

	private static final String SIGNATURE = "c2lnbmF0dXJlLW9mLWEtdG9rZW4";

	@Test
	void equalsWhenSliceOfSignatureIsTheSameThenEveryCharacterCounts() {
		String token = "header.payload." + SIGNATURE;
		for (int i = 0; i < token.length(); i++) {
			String other = token.substring(0, i) + (char) (token.charAt(i) + 1) + token.substring(i + 1);
			assertThat(new TokenKey(other)).isNotEqualTo(new TokenKey(token));
		}
		assertThat(new TokenKey("headex.payload." + SIGNATURE)).hasSameHashCodeAs(new TokenKey(token))
			.isNotEqualTo(new TokenKey(token));
		assertThat(new TokenKey(new String(token.toCharArray()))).isEqualTo(new TokenKey(token))
			.hasSameHashCodeAs(new TokenKey(token));
	}

	@Test
	void getWhenManyKeysHaveTheSameHashThenFindsEach() {
		Map<TokenKey, Integer> tokens = new ConcurrentHashMap<>();
		for (int i = 0; i < 20_000; i++) {
			tokens.put(new TokenKey(tokenWithTheSameHash(i)), i);
		}
		assertThat(tokens).hasSize(20_000);
		assertThat(tokens.keySet()).extracting(TokenKey::hashCode)
			.containsOnly(tokens.keySet().iterator().next().hashCode());
		for (int i = 0; i < 20_000; i++) {
			assertThat(tokens.get(new TokenKey(tokenWithTheSameHash(i)))).isEqualTo(i);
		}
	}

	@Property
	void compareToThenAgreesWithEquals(@ForAll String one, @ForAll String other) {
		TokenKey key = new TokenKey(one);
		assertThat(key.compareTo(new TokenKey(other)) == 0).isEqualTo(key.equals(new TokenKey(other)));
		assertThat(Integer.signum(key.compareTo(new TokenKey(other))))
			.isEqualTo(-Integer.signum(new TokenKey(other).compareTo(key)));
		assertThat(new HashMap<>(Map.of(key, "known"))).containsKey(new TokenKey(one));
	}

	@Test
	void toStringThenHasNoCharacterOfTheToken() {
		assertThat(new TokenKey("header.payload." + SIGNATURE)).hasToString("TokenKey[length=42]");
	}

	private static String tokenWithTheSameHash(int i) {
		return "header.payload%05d.".formatted(i) + SIGNATURE;
	}

}
