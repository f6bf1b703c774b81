package io.github.fgaspring.web;

import java.io.IOException;

import io.github.fgaspring.decision.CheckUnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.util.Assert;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Has a {@link CheckUnavailableException} answered that comes out of a handler, or out of
 * a list that it has returned and that is read while it is written, unless an exception
 * handler of the application has answered before or the answer is already on its way.
 */
public final class CheckUnavailableExceptionResolver implements HandlerExceptionResolver {

	private final CheckUnavailableHandler handler;

	/**
	 * Creates a resolver.
	 * @param handler answers
	 */
	public CheckUnavailableExceptionResolver(CheckUnavailableHandler handler) {
		Assert.notNull(handler, "handler cannot be null");
		this.handler = handler;
	}

	@Override
	public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
			@Nullable Object handler, Exception ex) {
		CheckUnavailableException unavailable = unavailable(ex);
		if (unavailable == null || response.isCommitted()) {
			return null;
		}
		try {
			this.handler.handle(request, response, unavailable);
		}
		catch (IOException io) {
			ex.addSuppressed(io);
			return null;
		}
		return new ModelAndView();
	}

	private static @Nullable CheckUnavailableException unavailable(Exception ex) {
		return (ex instanceof CheckUnavailableException || ex instanceof HttpMessageNotWritableException)
				? OutageResponse.cause(ex) : null;
	}

}
