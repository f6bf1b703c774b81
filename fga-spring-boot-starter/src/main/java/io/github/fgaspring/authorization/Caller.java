package io.github.fgaspring.authorization;

import io.github.fgaspring.authentication.FgaSession;

import org.springframework.security.core.Authentication;

/**
 * Who calls.
 *
 * @param authentication as Spring Security knows the caller
 * @param session the session behind it
 */
record Caller(Authentication authentication, FgaSession session) {

}
