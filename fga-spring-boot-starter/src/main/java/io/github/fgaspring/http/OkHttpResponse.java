package io.github.fgaspring.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;

import okhttp3.Headers;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/**
 * A response whose body is read as it comes.
 */
final class OkHttpResponse implements ClientHttpResponse {

	private final Response response;

	private final HttpStatusCode status;

	private @Nullable HttpHeaders headers;

	OkHttpResponse(Response response) throws IOException {
		this.response = response;
		if (response.code() < 100 || response.code() > 999) {
			response.close();
			throw new ProtocolException("The status is not one of HTTP");
		}
		this.status = HttpStatusCode.valueOf(response.code());
	}

	@Override
	public HttpStatusCode getStatusCode() {
		return this.status;
	}

	@Override
	public String getStatusText() {
		return this.response.message();
	}

	@Override
	public HttpHeaders getHeaders() {
		HttpHeaders headers = this.headers;
		if (headers == null) {
			headers = new HttpHeaders();
			Headers received = this.response.headers();
			for (int i = 0; i < received.size(); i++) {
				headers.add(received.name(i), received.value(i));
			}
			this.headers = headers;
		}
		return headers;
	}

	@Override
	public InputStream getBody() {
		return this.response.body().byteStream();
	}

	@Override
	public void close() {
		this.response.close();
	}

}
