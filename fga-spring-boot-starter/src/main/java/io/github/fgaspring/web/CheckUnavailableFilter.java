package io.github.fgaspring.web;

import java.io.IOException;

import io.github.fgaspring.decision.CheckUnavailableException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.GenericFilterBean;

/**
 * Has a {@link CheckUnavailableException} answered that comes from elsewhere than a
 * handler, such as from a rule on paths in the filter chain, or from a view.
 */
final class CheckUnavailableFilter extends GenericFilterBean {

	private final CheckUnavailableHandler handler;

	CheckUnavailableFilter(CheckUnavailableHandler handler) {
		this.handler = handler;
	}

	/**
	 * With every dispatch: each may ask for a decision.
	 */
	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		try {
			chain.doFilter(request, response);
		}
		catch (ServletException | RuntimeException ex) {
			CheckUnavailableException unavailable = OutageResponse.cause(ex);
			if (unavailable == null) {
				throw ex;
			}
			answer((HttpServletRequest) request, (HttpServletResponse) response, unavailable);
		}
	}

	private void answer(HttpServletRequest request, HttpServletResponse response, CheckUnavailableException ex)
			throws IOException {
		if (response.isCommitted()) {
			throw ex;
		}
		this.handler.handle(request, response, ex);
	}

}
