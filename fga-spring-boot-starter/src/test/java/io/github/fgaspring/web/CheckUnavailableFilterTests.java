package io.github.fgaspring.web;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import io.github.fgaspring.decision.CheckUnavailableException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CheckUnavailableFilter}.
 */
class CheckUnavailableFilterTests {

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	@Test
	void doFilterWhenUnavailableThenAnswers503() throws Exception {
		filter((request, response) -> {
			throw new CheckUnavailableException("secret reason", null);
		});
		assertThat(this.response.getStatus()).isEqualTo(503);
		assertThat(this.response.getHeader("Retry-After")).isEqualTo("5");
		assertThat(this.response.getContentAsString()).contains("authorization_unavailable").doesNotContain("secret");
	}

	@Test
	void doFilterWhenItIsKnownWhenToAskAgainThenSaysSoInWholeSecondsRoundedUp() throws Exception {
		filter((request, response) -> {
			throw new CheckUnavailableException("down", Duration.ofMillis(7001), null);
		});
		assertThat(this.response.getHeader("Retry-After")).isEqualTo("8");
	}

	@Test
	void doFilterWhenUnavailableWithinServletExceptionThenAnswers503() throws Exception {
		filter((request, response) -> {
			throw new ServletException(new CheckUnavailableException("down", Duration.ZERO, null));
		});
		assertThat(this.response.getStatus()).isEqualTo(503);
		assertThat(this.response.getHeader("Retry-After")).isEqualTo("1");
	}

	@Test
	void doFilterWhenUnavailableDeepWithinAnotherExceptionThenAnswers503() throws Exception {
		CheckUnavailableException unavailable = new CheckUnavailableException("down", null);
		for (RuntimeException wrapped : List.of(new IllegalStateException("template", unavailable),
				new IllegalStateException("view", new IllegalArgumentException("template", unavailable)))) {
			filter((request, response) -> {
				throw new ServletException(wrapped);
			});
			assertThat(this.response.getStatus()).isEqualTo(503);
			this.response.reset();
			filter((request, response) -> {
				throw wrapped;
			});
			assertThat(this.response.getStatus()).isEqualTo(503);
			this.response.reset();
		}
	}

	@Test
	void doFilterWhenAnswerIsOnItsWayThenThrows() {
		CheckUnavailableException unavailable = new CheckUnavailableException("down", null);
		assertThatExceptionOfType(CheckUnavailableException.class).isThrownBy(() -> filter((request, response) -> {
			response.flushBuffer();
			throw unavailable;
		})).isSameAs(unavailable);
		assertThat(this.response.getStatus()).isEqualTo(200);
	}

	@Test
	void doFilterWhenAnotherExceptionThenThrowsIt() {
		ServletException other = new ServletException(new IllegalStateException("mistake"));
		assertThatExceptionOfType(ServletException.class).isThrownBy(() -> filter((request, response) -> {
			throw other;
		})).isSameAs(other);
		assertThat(this.response.getStatus()).isEqualTo(200);
	}

	@Test
	void doFilterWhenNothingHappensThenLeavesTheAnswerAlone() throws Exception {
		filter((request, response) -> response.getWriter().print("answer"));
		assertThat(this.response.getStatus()).isEqualTo(200);
		assertThat(this.response.getContentAsString()).isEqualTo("answer");
		assertThat(this.response.containsHeader("Retry-After")).isFalse();
	}

	private void filter(FilterChain chain) throws ServletException, IOException {
		new CheckUnavailableFilter(new FgaCheckUnavailableHandler()).doFilter(new MockHttpServletRequest(),
				this.response, chain);
	}

}
