package io.github.fgaspring.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;

import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.AbstractClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.ResourceAccessException;

/**
 * A request whose body is collected first, so that its length can be told.
 */
final class OkHttpRequest extends AbstractClientHttpRequest {

	private final TimeLimitedRequestFactory factory;

	private final URI uri;

	private final HttpMethod method;

	private @Nullable ByteArrayOutputStream body;

	OkHttpRequest(TimeLimitedRequestFactory factory, URI uri, HttpMethod method) {
		this.factory = factory;
		this.uri = uri;
		this.method = method;
	}

	@Override
	public HttpMethod getMethod() {
		return this.method;
	}

	@Override
	public URI getURI() {
		return this.uri;
	}

	@Override
	protected OutputStream getBodyInternal(HttpHeaders headers) {
		ByteArrayOutputStream body = this.body;
		if (body == null) {
			body = new ByteArrayOutputStream(256);
			this.body = body;
		}
		return body;
	}

	@Override
	protected ClientHttpResponse executeInternal(HttpHeaders headers) {
		try {
			Request.Builder request = new Request.Builder().url(TimeLimitedRequestFactory.url(this.uri))
				.method(this.method.name(), body());
			headers.forEach((name, values) -> values.forEach((value) -> request.addHeader(name, value)));
			Response response = this.factory.newCall(request.build()).execute();
			return new OkHttpResponse(response);
		}
		catch (UncheckedIOException ex) {
			throw withoutUrl(ex.getCause());
		}
		catch (IOException ex) {
			throw withoutUrl(ex);
		}
	}

	private static ResourceAccessException withoutUrl(@Nullable IOException ex) {
		return new ResourceAccessException("I/O error", ex);
	}

	private @Nullable RequestBody body() {
		ByteArrayOutputStream body = this.body;
		if (body != null) {
			return new Body(body);
		}
		// OkHttp insists on one where the method usually has one.
		return (this.method.equals(HttpMethod.POST) || this.method.equals(HttpMethod.PUT)
				|| this.method.equals(HttpMethod.PATCH)) ? new Body(new ByteArrayOutputStream(0)) : null;
	}

	/**
	 * A body that is sent once: OkHttp does not repeat a request that has one, whether
	 * the connection breaks or the answer asks for it.
	 */
	private static final class Body extends RequestBody {

		private final ByteArrayOutputStream content;

		private Body(ByteArrayOutputStream content) {
			this.content = content;
		}

		@Override
		public @Nullable MediaType contentType() {
			// It is among the headers.
			return null;
		}

		@Override
		public long contentLength() {
			return this.content.size();
		}

		@Override
		public boolean isOneShot() {
			return true;
		}

		@Override
		public void writeTo(BufferedSink sink) throws IOException {
			this.content.writeTo(sink.outputStream());
		}

	}

}
