package io.github.fgaspring.events;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

import javax.crypto.spec.SecretKeySpec;

import io.github.fgaspring.events.EventReceiver.Outcome;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.util.Assert;

/**
 * The endpoint to which WorkOS sends events. It stands before Spring Security's filters:
 * the signature is what authenticates a message, and there is neither a session nor a
 * browser that could be made to forge one.
 * <p>
 * Only the path itself, as it is written, is the endpoint's. Other ways to write it, with
 * parameters, a double slash or encoded characters, go on to the application. Nothing of
 * a message is interpreted before its signature is right. Answers have no body, because
 * nobody reads them:
 * <ul>
 * <li>200: the event has been dealt with, now or before
 * <li>400: rightly signed, but not an event
 * <li>401: not signed, or not rightly, or not now
 * <li>405: not a {@code POST}
 * <li>413: longer than {@link #MAX_LENGTH}
 * <li>503: the event could not be dealt with and is to be sent again
 * </ul>
 */
public final class WebhookFilter implements Filter {

	/**
	 * How many bytes a message can have.
	 */
	static final int MAX_LENGTH = 256 * 1024;

	private static final String RETRY_AFTER = "5";

	private static final Log logger = LogFactory.getLog(WebhookFilter.class);

	private final String path;

	private final List<SecretKeySpec> secrets;

	private final Duration tolerance;

	private final EventReceiver receiver;

	private final Clock clock;

	private final EventReader reader = new EventReader();

	private final RefusalLog refusals;

	/**
	 * Creates an endpoint.
	 * @param path the path below the context path
	 * @param secrets what messages may be signed with
	 * @param tolerance how long before or after now a message may have been signed
	 * @param receiver deals with events
	 * @param clock tells the time
	 */
	public WebhookFilter(String path, List<String> secrets, Duration tolerance, EventReceiver receiver, Clock clock) {
		Assert.isTrue(path.startsWith("/"), "path must begin with '/'");
		Assert.notEmpty(secrets, "secrets cannot be empty");
		Assert.isTrue(tolerance.compareTo(Duration.ZERO) > 0, "tolerance must be positive");
		Assert.notNull(receiver, "receiver cannot be null");
		Assert.notNull(clock, "clock cannot be null");
		this.path = path;
		this.secrets = secrets.stream().map(WebhookSignature::key).toList();
		this.tolerance = tolerance;
		this.receiver = receiver;
		this.clock = clock;
		this.refusals = new RefusalLog(logger, clock);
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (request instanceof HttpServletRequest httpRequest && response instanceof HttpServletResponse httpResponse
				&& isEndpoint(httpRequest)) {
			answer(httpRequest, httpResponse);
		}
		else {
			chain.doFilter(request, response);
		}
	}

	private boolean isEndpoint(HttpServletRequest request) {
		return request.getRequestURI().equals(request.getContextPath() + this.path);
	}

	private void answer(HttpServletRequest request, HttpServletResponse response) {
		HttpStatus status = status(request);
		response.setStatus(status.value());
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		response.setContentLength(0);
		if (status == HttpStatus.UNAUTHORIZED) {
			response.setHeader(HttpHeaders.WWW_AUTHENTICATE, WebhookSignature.HEADER);
		}
		else if (status == HttpStatus.METHOD_NOT_ALLOWED) {
			response.setHeader(HttpHeaders.ALLOW, HttpMethod.POST.name());
		}
		else if (status == HttpStatus.SERVICE_UNAVAILABLE) {
			response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
		}
	}

	private HttpStatus status(HttpServletRequest request) {
		if (!HttpMethod.POST.matches(request.getMethod())) {
			return HttpStatus.METHOD_NOT_ALLOWED;
		}
		if (request.getContentLengthLong() > MAX_LENGTH) {
			return tooLong();
		}
		WebhookSignature signature = signature(request);
		if (signature == null) {
			return refused(HttpStatus.UNAUTHORIZED, "no signature, or a malformed one");
		}
		if (Math.abs(signature.time() - this.clock.millis()) > this.tolerance.toMillis()) {
			return refused(HttpStatus.UNAUTHORIZED, "signed too long before or after now");
		}
		return status(request, signature);
	}

	private @Nullable WebhookSignature signature(HttpServletRequest request) {
		List<String> headers = Collections.list(request.getHeaders(WebhookSignature.HEADER));
		return (headers.size() == 1) ? WebhookSignature.parse(headers.get(0)) : null;
	}

	private HttpStatus status(HttpServletRequest request, WebhookSignature signature) {
		byte[] body;
		try (InputStream content = request.getInputStream()) {
			body = content.readNBytes(MAX_LENGTH + 1);
		}
		catch (IOException ex) {
			return refused(HttpStatus.BAD_REQUEST, "it did not arrive as a whole");
		}
		if (body.length > MAX_LENGTH) {
			return tooLong();
		}
		if (!signature.isOf(body, this.secrets)) {
			return refused(HttpStatus.UNAUTHORIZED, "a wrong signature");
		}
		return receive(body);
	}

	private HttpStatus receive(byte[] body) {
		try {
			Outcome outcome = this.receiver.receive(this.reader.read(body));
			return (outcome == Outcome.COMPLETED || outcome == Outcome.DUPLICATE) ? HttpStatus.OK
					: HttpStatus.SERVICE_UNAVAILABLE;
		}
		catch (UnusableEventException ex) {
			logger.error("A webhook message is refused although its signature is right: " + ex.getMessage());
			return HttpStatus.BAD_REQUEST;
		}
		catch (RuntimeException ex) {
			logger.error("An event could not be dealt with and is to be sent again", ex);
			return HttpStatus.SERVICE_UNAVAILABLE;
		}
	}

	private HttpStatus tooLong() {
		return refused(HttpStatus.CONTENT_TOO_LARGE, "longer than " + MAX_LENGTH + " bytes");
	}

	private HttpStatus refused(HttpStatus status, String reason) {
		this.refusals.add(reason);
		return status;
	}

}
