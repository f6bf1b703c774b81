package com.example.projecthub.signin;

import com.workos.common.exceptions.BadRequestException;
import com.workos.usermanagement.PKCEAuthorizationUrlResult;
import io.github.fgaspring.annotation.NoPermissionRequired;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.decision.FgaScope;
import io.github.fgaspring.revocation.FgaRevocations;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Profile;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * In, out, and from one organization to another.
 */
@Controller
@Profile("!standalone")
@NoPermissionRequired
class SignInController {

	private static final String ATTEMPT = SignInController.class.getName() + ".ATTEMPT";

	private final AuthKit authKit;

	private final SessionCookie cookie;

	private final RequestCache requests;

	private final FgaRevocations revocations;

	SignInController(AuthKit authKit, SessionCookie cookie, RequestCache requests, FgaRevocations revocations) {
		this.authKit = authKit;
		this.cookie = cookie;
		this.requests = requests;
		this.revocations = revocations;
	}

	@GetMapping("/sign-in")
	String show() {
		return "sign-in";
	}

	@GetMapping("/sign-in/authkit")
	String begin(HttpSession httpSession) {
		PKCEAuthorizationUrlResult begun = this.authKit.begin(address("/callback"));
		httpSession.setAttribute(ATTEMPT, new SignInAttempt(begun.getState(), begun.getCodeVerifier()));
		return "redirect:" + begun.getUrl();
	}

	@GetMapping("/callback")
	String complete(@RequestParam @Nullable String code, @RequestParam @Nullable String state,
			HttpServletRequest request, HttpServletResponse response, RedirectAttributes redirect) {
		SignInAttempt attempt = takeAttempt(request.getSession());
		if (code == null || state == null || attempt == null || !attempt.state().equals(state)) {
			redirect.addFlashAttribute("problem", "This sign-in was not begun here, or is over. Please try again.");
			return "redirect:/sign-in";
		}
		String sealedSession;
		try {
			sealedSession = this.authKit.complete(code, attempt.codeVerifier());
		}
		catch (BadRequestException ex) {
			redirect.addFlashAttribute("problem", "The sign-in was not completed. Please try again.");
			return "redirect:/sign-in";
		}
		SavedRequest wanted = this.requests.getRequest(request, response);
		// Whoever knew the session from before must not be in it now.
		request.getSession().invalidate();
		this.cookie.write(sealedSession, response);
		return "redirect:" + ((wanted != null) ? address(wanted) : "/");
	}

	/**
	 * Without the mark of the request cache.
	 */
	private static String address(SavedRequest wanted) {
		return UriComponentsBuilder.fromUriString(wanted.getRedirectUrl()).replaceQueryParam("continue").toUriString();
	}

	private static @Nullable SignInAttempt takeAttempt(HttpSession httpSession) {
		SignInAttempt attempt = (SignInAttempt) httpSession.getAttribute(ATTEMPT);
		httpSession.removeAttribute(ATTEMPT);
		return attempt;
	}

	@PostMapping("/sign-out")
	String signOut(@AuthenticationPrincipal FgaSession session, HttpServletRequest request,
			HttpServletResponse response) {
		request.getSession().invalidate();
		this.cookie.clear(response);
		String sessionId = session.sessionId();
		if (sessionId == null) {
			return "redirect:/sign-in";
		}
		// Copies of the cookie end as well, and do not wait for WorkOS to tell us.
		this.revocations.revoke(FgaScope.session(sessionId));
		return "redirect:" + this.authKit.signOutUrl(sessionId, address("/sign-in"));
	}

	@GetMapping("/organizations")
	String organizations(@AuthenticationPrincipal FgaSession session, Model model) {
		model.addAttribute("organizations", this.authKit.organizations(session.userId()));
		return "organizations";
	}

	@PostMapping("/organizations")
	String switchOrganization(@RequestParam String organizationId, HttpServletRequest request,
			HttpServletResponse response, RedirectAttributes redirect) {
		String sealedSession = this.cookie.read(request);
		String switched = null;
		try {
			switched = (sealedSession != null) ? this.authKit.switchOrganization(sealedSession, organizationId) : null;
		}
		catch (BadRequestException ex) {
			redirect.addFlashAttribute("problem",
					"You are not a member of this organization, or your session has ended.");
			return "redirect:/organizations";
		}
		if (switched == null) {
			return "redirect:/sign-in/authkit";
		}
		this.cookie.write(switched, response);
		return "redirect:/";
	}

	private static String address(String path) {
		return ServletUriComponentsBuilder.fromCurrentContextPath().path(path).toUriString();
	}

}
