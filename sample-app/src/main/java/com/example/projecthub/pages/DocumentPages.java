package com.example.projecthub.pages;

import java.util.UUID;

import com.example.projecthub.Document;
import com.example.projecthub.DocumentService;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authorization.Fga;
import jakarta.validation.Valid;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Documents, guarded through the project that they are in.
 */
@Controller
class DocumentPages {

	private final DocumentService documents;

	private final Fga fga;

	DocumentPages(DocumentService documents, Fga fga) {
		this.documents = documents;
		this.fga = fga;
	}

	@GetMapping("/documents/{documentId}")
	@RequiresPermission(value = "document:view", resourceType = "project",
			resource = "@documents.projectOf(#documentId)")
	String show(@PathVariable String documentId, FgaSession session, Model model) {
		Document document = this.documents.find(documentId, session);
		model.addAttribute("document", document);
		model.addAttribute("editable", this.fga.can("document:edit", "project", document.projectId()));
		return "document";
	}

	@PostMapping("/documents/{documentId}/title")
	@RequiresPermission(value = "document:edit", resourceType = "project",
			resource = "@documents.projectOf(#documentId)")
	String rename(@PathVariable String documentId, @Valid NameForm form, BindingResult errors, FgaSession session,
			RedirectAttributes redirect) {
		if (errors.hasErrors()) {
			form.refuse(redirect);
		}
		else {
			this.documents.rename(documentId, form.name(), session);
		}
		return "redirect:/documents/{documentId}";
	}

	@PostMapping("/projects/{projectId}/documents")
	@RequiresPermission("document:edit")
	String add(@PathVariable @ResourceId("project") String projectId, @RequestParam UUID id, @Valid NameForm form,
			BindingResult errors, FgaSession session, RedirectAttributes redirect) {
		if (errors.hasErrors()) {
			form.refuse(redirect);
		}
		else {
			this.documents.add(id.toString(), projectId, form.name(), session);
		}
		return "redirect:/projects/{projectId}";
	}

}
