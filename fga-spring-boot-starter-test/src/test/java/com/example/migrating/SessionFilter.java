package com.example.migrating;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * A filter as applications write it themselves.
 */
class SessionFilter extends OncePerRequestFilter {

	private final JwtDecoder tokens;

	SessionFilter(JwtDecoder tokens) {
		this.tokens = tokens;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String header = request.getHeader("Authorization");
		try {
			request.setAttribute("membershipId",
					this.tokens.decode((header != null) ? header.substring("Bearer ".length()) : "")
						.getClaimAsString("organization_membership_id"));
		}
		catch (JwtException ex) {
			response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
			return;
		}
		chain.doFilter(request, response);
	}

}
