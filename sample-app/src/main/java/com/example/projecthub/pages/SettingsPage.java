package com.example.projecthub.pages;

import com.example.projecthub.OrganizationIds;
import com.example.projecthub.OrganizationSettings;
import com.example.projecthub.OrganizationSettingsRepository;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.authentication.FgaSession;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * What administrators set for their organization: one rule for the whole class, decided
 * by the session token alone.
 */
@Controller
@RequestMapping("/settings")
@RequiresPermission("org:manage")
class SettingsPage {

	private final OrganizationSettingsRepository settings;

	SettingsPage(OrganizationSettingsRepository settings) {
		this.settings = settings;
	}

	@GetMapping
	String show(FgaSession session, Model model) {
		model.addAttribute("settings", find(session));
		return "settings";
	}

	@PostMapping
	String change(@Valid ContactForm form, BindingResult errors, FgaSession session, RedirectAttributes redirect) {
		if (errors.hasErrors()) {
			redirect.addFlashAttribute("problem", "This is no email address of at most 100 characters.");
			redirect.addFlashAttribute("entered", form.contact());
		}
		else {
			this.settings.save(find(session).withContact(form.contact()));
			redirect.addFlashAttribute("notice", "The settings are saved.");
		}
		return "redirect:/settings";
	}

	private OrganizationSettings find(FgaSession session) {
		return this.settings.findById(OrganizationIds.of(session)).orElseThrow(OrganizationIds::notFound);
	}

	record ContactForm(@NotBlank @Email @Size(max = 100) String contact) {

	}

}
