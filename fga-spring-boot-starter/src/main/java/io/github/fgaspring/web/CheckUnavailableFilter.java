package io.github.fgaspring.web;

import java.io.IOException;

import io.github.fgaspring.decision.CheckUnavailableException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers 503 to a {@link CheckUnavailableException} that comes from elsewhere than a
 * handler, such as from a rule on paths in the filter chain, or from a view.
 */
final class CheckUnavailableFilter extends OncePerRequestFilter {

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		try {
			chain.doFilter(request, response);
		}
		catch (ServletException | RuntimeException ex) {
			CheckUnavailableException unavailable = OutageResponse.cause(ex);
			if (unavailable == null) {
				throw ex;
			}
			answer(response, unavailable);
		}
	}

	private static void answer(HttpServletResponse response, CheckUnavailableException ex) throws IOException {
		if (response.isCommitted()) {
			throw ex;
		}
		OutageResponse.write(response, ex);
	}

}
