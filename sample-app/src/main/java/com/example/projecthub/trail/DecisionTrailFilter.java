package com.example.projecthub.trail;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Begins the trail of each request before anything is decided, and keeps which method was
 * asked for if it was not entered.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class DecisionTrailFilter extends OncePerRequestFilter {

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		DecisionTrail trail = DecisionTrail.begin(request);
		try {
			chain.doFilter(request, response);
		}
		finally {
			if (request.getAttribute(HandlerMapping.BEST_MATCHING_HANDLER_ATTRIBUTE) instanceof HandlerMethod method) {
				trail.reached(method);
			}
		}
	}

}
