variable "prefix" {
  description = "What the names begin with, of 3 to 34 characters: the plan module makes it."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,32}[a-z0-9]$", var.prefix))
    error_message = "The prefix has to be 3 to 34 lower-case letters, digits and hyphens."
  }
}

variable "days" {
  description = "Backups can't be deleted for so many days, and are deleted after them."
  type        = number
  validation {
    condition     = var.days >= 1 && var.days <= 365
    error_message = "From 1 to 365 days."
  }
}
