variable "replicas" {
  description = "Pods of the entrance."
  type        = number
  validation {
    condition     = var.replicas >= 1 && var.replicas <= 20
    error_message = "From 1 to 20 replicas."
  }
}

variable "certificates_role" {
  description = "The role with which cert-manager answers challenges."
  type        = string
  validation {
    condition     = startswith(var.certificates_role, "arn:aws:iam::")
    error_message = "A role is named by its ARN."
  }
}

variable "secrets_role" {
  description = "The role with which secrets are read."
  type        = string
  validation {
    condition     = startswith(var.secrets_role, "arn:aws:iam::")
    error_message = "A role is named by its ARN."
  }
}
