package io.github.fgaspring.web;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.StrictHttpFirewall;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AsciiFirstHttpFirewall}: that it answers as the stock firewall does.
 */
class AsciiFirstHttpFirewallTests {

	/**
	 * Where in a text the character stands that is tried, and what surrounds it.
	 */
	private static final List<String> FRAMES = List.of("%s", "a%sb", "\ud83d%s", "%s\ude00");

	private final Asked ours = new Asked(new AsciiFirstHttpFirewall());

	private final Asked stock = new Asked(new StrictHttpFirewall());

	@ParameterizedTest
	@EnumSource
	void partWhenHasAnyCharacterThenRuledAsByTheStockFirewall(Part part) {
		List<String> differing = IntStream.rangeClosed(Character.MIN_VALUE, Character.MAX_VALUE)
			.boxed()
			.flatMap((c) -> FRAMES.stream().map((frame) -> frame.replace("%s", Character.toString((char) (int) c))))
			.filter((text) -> this.ours.accepts(part, text) != this.stock.accepts(part, text))
			.toList();
		assertThat(differing).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void partWhenHasCodePointOfTwoCharactersThenRuledAsByTheStockFirewall(Part part) {
		List<String> differing = IntStream
			.iterate(Character.MIN_SUPPLEMENTARY_CODE_POINT, Character::isValidCodePoint, (c) -> c + 61)
			.mapToObj((c) -> "a" + Character.toString(c))
			.filter((text) -> this.ours.accepts(part, text) != this.stock.accepts(part, text))
			.toList();
		assertThat(differing).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void partWhenIsEmptyThenRuledAsByTheStockFirewall(Part part) {
		assertThat(this.ours.accepts(part, "")).isEqualTo(this.stock.accepts(part, "")).isTrue();
	}

	@Property
	void textWhenIsArbitraryThenEachPartIsRuledAsByTheStockFirewall(@ForAll("texts") String text) {
		for (Part part : Part.values()) {
			assertThat(this.ours.accepts(part, text)).as("%s", part).isEqualTo(this.stock.accepts(part, text));
		}
	}

	@Provide
	Arbitrary<String> texts() {
		Arbitrary<Character> nearAscii = Arbitraries.chars().range('\0', '\u0100');
		return Arbitraries.oneOf(Arbitraries.strings().ascii(), Arbitraries.strings().all(),
				nearAscii.list().ofMaxSize(50).map(AsciiFirstHttpFirewallTests::join));
	}

	@Test
	void controlCharacterWhenInHeaderThenRejectedButTabInValueIsNot() {
		assertThat(this.ours.accepts(Part.HEADER_VALUE, "a\u0001b")).isFalse();
		assertThat(this.ours.accepts(Part.HEADER_VALUE, "a\u007fb")).isFalse();
		assertThat(this.ours.accepts(Part.HEADER_VALUE, "a\tb")).isTrue();
		assertThat(this.ours.accepts(Part.HEADER_NAME, "a\tb")).isFalse();
		assertThat(this.ours.accepts(Part.PARAMETER_NAME, "a\tb")).isFalse();
	}

	@Test
	void ruleWhenTextIsPrintableAsciiThenStockRuleIsNotAsked() {
		assertThat(AsciiFirstHttpFirewall.asciiOr((text) -> false)).accepts("", " ", "~", "Bearer eyJ.eyJ.c2ln")
			.rejects("\u001f", "\u007f", "a\tb", "a\u00e9b");
	}

	private static String join(List<Character> characters) {
		StringBuilder text = new StringBuilder();
		characters.forEach(text::append);
		return text.toString();
	}

	/**
	 * What a firewall looks at, and how it is made to.
	 */
	enum Part {

		HEADER_NAME((request, text) -> request.getHeader(text)),

		HEADER_VALUE((request, text) -> request.getHeader(Asked.NAME)),

		PARAMETER_NAME((request, text) -> request.getParameter(text)),

		PARAMETER_VALUE((request, text) -> request.getParameter(Asked.NAME));

		private final BiConsumer<HttpServletRequest, String> read;

		Part(BiConsumer<HttpServletRequest, String> read) {
			this.read = read;
		}

	}

	/**
	 * A firewall behind which a request says what it is told to.
	 */
	private static final class Asked {

		private static final String NAME = "X-Test";

		private final HttpServletRequest firewalled;

		private String value = "";

		Asked(HttpFirewall firewall) {
			this.firewalled = firewall
				.getFirewalledRequest(new HttpServletRequestWrapper(new MockHttpServletRequest("GET", "/")) {

					@Override
					public String getHeader(String name) {
						return Asked.this.value;
					}

					@Override
					public String getParameter(String name) {
						return Asked.this.value;
					}

				});
		}

		boolean accepts(Part part, String text) {
			this.value = (part == Part.HEADER_VALUE || part == Part.PARAMETER_VALUE) ? text : "";
			try {
				part.read.accept(this.firewalled, text);
				return true;
			}
			catch (RequestRejectedException ex) {
				return false;
			}
		}

	}

}
