package io.github.fgaspring.web;

import java.io.IOException;

import io.github.fgaspring.decision.CheckUnavailableException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.junit.jupiter.api.Test;

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
		return new CheckUnavailableExceptionResolver().resolveException(new MockHttpServletRequest(), response, null,
				ex);
	}

}
