package io.github.fgaspring.client;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.client.RestClient;
import org.springframework.web.util.DefaultUriBuilderFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Measured against Spring's own way to expand templates.
 */
class UrlTemplateTests {

	private static final String PATH = "/lists/{list}/items?limit=100&after={after}";

	private static final DefaultUriBuilderFactory spring = new DefaultUriBuilderFactory("https://api.test/base");

	private static final RestClient restClient = RestClient.builder().uriBuilderFactory(spring).build();

	private final UrlTemplate template = UrlTemplate.of(restClient, PATH);

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "a b", "a/b", "../x", "%2e%2e", "a?b#c&d=e;f", "{x}", "}{", "$1\\", "+", "\u00e4",
			"\ud83d\ude00", "\ud800", "\u0000", "https://elsewhere.test/" })
	void expandWhenValueIsOddThenIsEncodedAsBySpring(String value) {
		assertThat(this.template.expand(value, value)).isEqualTo(spring.expand(PATH, value, value));
	}

	@Test
	void expandWhenAnyCharacterThenIsEncodedAsBySpring() {
		assertThat(IntStream.range(0, 0x800).mapToObj(Character::toString))
			.allSatisfy((value) -> assertThat(this.template.expand(value, "x" + value))
				.isEqualTo(spring.expand(PATH, value, "x" + value)));
	}

	@ParameterizedTest
	@CsvSource({ "a/../b,a%2F..%2Fb", "a?b,a%3Fb", "a#b,a%23b", "a%2fb,a%252fb", "a&b=c,a%26b%3Dc" })
	void expandWhenValueHasStructureThenUrlKeepsItsOwn(String value, String encoded) {
		assertThat(this.template.expand(value, value))
			.isEqualTo(URI.create("https://api.test/base/lists/" + encoded + "/items?limit=100&after=" + encoded));
	}

	@Test
	void expandWhenNoVariablesThenIsThePath() {
		assertThat(UrlTemplate.of(restClient, "/lists").expand()).isEqualTo(URI.create("https://api.test/base/lists"));
	}

	@Test
	void expandWhenValuesAreTooFewOrTooManyThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.expand("x"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.expand("x", "y", "z"));
	}

	@Test
	void markThenAttributesAreThoseOfSpring() {
		Map<String, Object> expected = new HashMap<>();
		restClient.get().uri(PATH, "x", "y").attributes(expected::putAll);
		Map<String, Object> attributes = new HashMap<>();
		this.template.mark(attributes);
		assertThat(attributes).isEqualTo(expected).hasSize(1);
	}

}
