package com.example.projecthub.api;

import java.util.Set;

import io.github.fgaspring.annotation.NoPermissionRequired;
import io.github.fgaspring.authentication.FgaSession;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Who am I? Open to everybody who is signed in.
 */
@RestController
class MeController {

	@GetMapping("/api/me")
	@NoPermissionRequired
	Me me(@AuthenticationPrincipal FgaSession session) {
		return new Me(session.userId(), session.organizationId(), session.role(), session.permissions());
	}

	record Me(String user, @Nullable String organization, @Nullable String role, Set<String> permissions) {

	}

}
