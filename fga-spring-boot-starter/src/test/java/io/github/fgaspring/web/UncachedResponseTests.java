package io.github.fgaspring.web;

import org.junit.jupiter.api.Test;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

class UncachedResponseTests {

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private final UncachedResponse uncached = new UncachedResponse(this.response,
			ResponseCookie.from("session", "new").build());

	@Test
	void constructorWhenCalledThenResponseHasTheCookieAndIsNotStored() {
		assertThat(this.response.getHeaders(HttpHeaders.SET_COOKIE)).containsExactly("session=new");
		assertThat(this.response.getHeaders(HttpHeaders.CACHE_CONTROL)).containsExactly("no-store");
	}

	@Test
	void headersWhenAboutCachesThenAreIgnored() {
		this.uncached.setHeader("Cache-Control", "public");
		this.uncached.addHeader("cache-control", "max-age=60");
		this.uncached.setHeader("ETag", "\"1\"");
		assertThat(this.response.getHeaders(HttpHeaders.CACHE_CONTROL)).containsExactly("no-store");
		assertThat(this.response.getHeader(HttpHeaders.ETAG)).isEqualTo("\"1\"");
	}

	@Test
	void resetWhenCalledThenCookieIsStillSent() {
		this.uncached.setHeader("ETag", "\"1\"");
		this.uncached.reset();
		assertThat(this.response.getHeader(HttpHeaders.ETAG)).isNull();
		assertThat(this.response.getHeaders(HttpHeaders.SET_COOKIE)).containsExactly("session=new");
		assertThat(this.response.getHeaders(HttpHeaders.CACHE_CONTROL)).containsExactly("no-store");
	}

}
