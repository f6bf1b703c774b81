package io.github.fgaspring.cookie;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PercentEncoding}.
 */
class PercentEncodingTests {

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', textBlock = """
			%7B%22a%22%3A%201%7D, {"a": 1}
			a+b, a+b
			%F0%9f%9A%80, 🚀
			Fe26.2*1*a_-~2, Fe26.2*1*a_-~2
			%2525, %25
			""")
	void decodeWhenEncodedThenText(String encoded, String text) {
		assertThat(PercentEncoding.decode(encoded)).isEqualTo(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "%", "%4", "a%", "%zz", "%4g", "%-1", "%+1", "% 1", "%u0041", "%ff", "%C3", "%C3%28",
			"%ED%A0%80", "%C0%80", "ä", "🚀", "a\u0100", "%٤٤" })
	void decodeWhenNoEncodingThenNull(String encoded) {
		assertThat(PercentEncoding.decode(encoded)).isNull();
	}

	@Property(tries = 500)
	void decodeWhenEncodedByItselfThenSameText(@ForAll @StringLength(max = 50) String text) {
		String wellFormed = text.codePoints()
			.filter((character) -> Character.getType(character) != Character.SURROGATE)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
		String encoded = PercentEncoding.encode(wellFormed);
		assertThat(encoded).matches("[A-Za-z0-9%._~-]*");
		assertThat(PercentEncoding.decode(encoded)).isEqualTo(wellFormed);
	}

}
