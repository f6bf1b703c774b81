package io.github.fgaspring.web;

import java.io.IOException;
import java.time.Duration;

import io.github.fgaspring.decision.CheckUnavailableException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.ModelAndView;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CheckUnavailableExceptionResolver}.
 */
class CheckUnavailableExceptionResolverTests {

	private static final String BODY = "{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,"
			+ "\"detail\":\"Whether the request is allowed cannot be found out at the moment.\","
			+ "\"code\":\"authorization_unavailable\"}";

	private final CheckUnavailableException unavailable = new CheckUnavailableException("secret reason", null);

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	@Test
	void resolveExceptionWhenUnavailableThenAnswers503() throws IOException {
		ModelAndView result = resolve(this.response, this.unavailable);
		assertThat(result).isNotNull();
		assertThat(result.isEmpty()).isTrue();
		assertThat(this.response.getStatus()).isEqualTo(503);
		assertThat(this.response.getHeader("Retry-After")).isEqualTo("5");
		assertThat(this.response.getContentType()).isEqualTo("application/problem+json");
		assertThat(this.response.getHeaderNames()).containsExactlyInAnyOrder("Retry-After", "Content-Type",
				"Content-Length");
		assertThat(this.response.getContentLength()).isEqualTo(BODY.length());
		assertThat(this.response.getContentAsString()).isEqualTo(BODY);
	}

	@ParameterizedTest
	@CsvSource({ "PT0S, 1", "PT-1S, 1", "PT-1000000H, 1", "PT0.000000001S, 1", "PT0.999S, 1", "PT1S, 1",
			"PT1.000000001S, 2", "PT1.0005S, 2", "PT1.5S, 2", "PT2S, 2", "PT59.999999999S, 60", "PT1M, 60",
			"PT10M, 600" })
	void resolveExceptionWhenItIsKnownWhenToAskAgainThenSaysSoInWholeSecondsRoundedUp(Duration retryAfter,
			String expected) {
		resolve(this.response, new CheckUnavailableException("down", retryAfter, null));
		assertThat(this.response.getHeaders("Retry-After")).containsExactly(expected);
	}

	@Test
	void resolveExceptionWhenThatIsAbsurdlyLongThenStillAnswers503() {
		resolve(this.response, new CheckUnavailableException("down", Duration.ofSeconds(Long.MAX_VALUE, 1), null));
		assertThat(this.response.getStatus()).isEqualTo(503);
		assertThat(this.response.getHeader("Retry-After")).matches("[1-9][0-9]*");
	}

	@Test
	void resolveExceptionWhenListThatIsWrittenIsUnavailableThenAnswers503() {
		assertThat(resolve(this.response,
				new HttpMessageNotWritableException("list", new IllegalStateException(this.unavailable))))
			.isNotNull();
		assertThat(this.response.getStatus()).isEqualTo(503);
	}

	@Test
	void resolveExceptionWhenApplicationHasWrappedItThenLeftToOthers() {
		assertThat(resolve(this.response, new IllegalStateException(this.unavailable))).isNull();
		assertThat(resolve(this.response, new HttpMessageNotWritableException("list", new IllegalStateException())))
			.isNull();
		assertThat(this.response.getStatus()).isEqualTo(200);
	}

	@Test
	void resolveExceptionWhenHandlerHasBegunToAnswerThenNothingOfThatIsLeft() throws IOException {
		this.response.getOutputStream().print("half of a report");
		resolve(this.response, this.unavailable);
		assertThat(this.response.getContentAsString()).isEqualTo(BODY);
	}

	@Test
	void resolveExceptionWhenAnswerIsOnItsWayThenLeavesItAlone() throws IOException {
		this.response.getOutputStream().print("half of a report");
		this.response.flushBuffer();
		assertThat(resolve(this.response, this.unavailable)).isNull();
		assertThat(this.response.getContentAsString()).isEqualTo("half of a report");
	}

	@Test
	void resolveExceptionWhenAnotherExceptionThenLeavesItAlone() throws IOException {
		assertThat(resolve(this.response, new IllegalStateException())).isNull();
		assertThat(this.response.getStatus()).isEqualTo(200);
		assertThat(this.response.getContentAsString()).isEmpty();
		assertThat(this.response.getHeaderNames()).isEmpty();
	}

	@Test
	void resolveExceptionWhenClientIsGoneThenLeavesItAloneAndKeepsTheCause() {
		IOException gone = new IOException("Broken pipe");
		HttpServletResponse broken = new HttpServletResponseWrapper(this.response) {

			@Override
			public ServletOutputStream getOutputStream() throws IOException {
				throw gone;
			}

		};
		assertThat(resolve(broken, this.unavailable)).isNull();
		assertThat(this.unavailable.getSuppressed()).containsExactly(gone);
	}

	private static ModelAndView resolve(HttpServletResponse response, Exception ex) {
		return new CheckUnavailableExceptionResolver(new FgaCheckUnavailableHandler())
			.resolveException(new MockHttpServletRequest(), response, null, ex);
	}

}
