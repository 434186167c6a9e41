"""Two hundred searches as coders and students type them."""

from __future__ import annotations

QUERIES = tuple(
    line.strip()
    for line in """
pneumonia
copd exacerbation
uti
htn
chf acute systolic
stroke
type 2 diabetes ckd
diab ckd insul
sugar
afib
nstemi
stemi inferior
sob
dvt right leg
pulmonary embolism
sepsis due to e coli
severe sepsis with shock
acute respiratory failure hypoxia
acute kidney failure
esrd dialysis
anemia blood loss
iron deficiency anemia
hyponatremia
hypokalemia
dehydration
gi bleed
duodenal ulcer with hemorrhage
gastritis
gerd
cholecystitis acute
gallstones
pancreatitis
appendicitis
bowel obstruction
diverticulitis
crohns disease
ulcerative colitis
constipation
nausea and vomiting
diarrhea
clostridium difficile
hepatitis c
cirrhosis of liver
ascites
hernia inguinal
rectal bleeding
colon cancer
lung cancer
breast cancer left
prostate cancer
bladder cancer
brain metastasis
leukemia
lymphoma
chemotherapy
neutropenic fever
hip fracture
fracture of femur neck right
ankle sprain
wrist fracture
fall from bed
head injury
concussion
subdural hematoma
laceration hand
burn second degree
back pain
low back pain
sciatica
osteoarthritis knee
rheumatoid arthritis
gout
lupus
osteoporosis
cellulitis leg
abscess
pressure ulcer sacral stage 3
diabetic foot ulcer
rash
shingles
headache
migraine
seizure
epilepsy
parkinsons
alzheimers dementia
multiple sclerosis
neuropathy
syncope
dizziness
altered mental status
delirium
depression
anxiety
bipolar disorder
schizophrenia
alcohol withdrawal
opioid overdose
tobacco use
suicidal ideation
insomnia
sleep apnea
obesity
morbid obesity bmi 40
malnutrition
hyperlipidemia
hypothyroidism
hypoglycemia
dka
chest pain
angina
coronary artery disease
cardiomyopathy
aortic stenosis
mitral regurgitation
heart block
ventricular tachycardia
cardiac arrest
peripheral vascular disease
aneurysm aorta
varicose veins
hypotension
shock
asthma exacerbation
bronchitis
influenza
covid
rsv
pleural effusion
pneumothorax
aspiration pneumonia
lung nodule
tuberculosis
hiv
mrsa
candida
urinary retention
bph
kidney stone
pyelonephritis
hematuria
incontinence
ovarian cyst
endometriosis
menorrhagia
pregnancy
preterm labor
preeclampsia
gestational diabetes
cesarean
postpartum hemorrhage
newborn
jaundice newborn
otitis media
sinusitis
strep throat
conjunctivitis
cataract
glaucoma
hearing loss
dnr
history of breast cancer
long term anticoagulant
presence of pacemaker
screening colonoscopy
mammogram
vaccination
wound infection
sepsis after procedure
cauti
clabsi
total hip
tha
tka right
knee replacement
cholecystectomy
lap chole
appendectomy
cabg
pci stent
cardiac catheterization
pacemaker insertion
thoracentesis
paracentesis
lumbar puncture
intubation
mechanical ventilation
tracheostomy
transfusion red blood
central line
hemodialysis
egd biopsy
colonoscopy
hysterectomy
turp
excision lung
resection of sigmoid
drainage abscess
debridement
amputation leg
spinal fusion lumbar
orif femur
i21.4
j189
e1122
0dtj4zz
0sr9
470
z79
""".splitlines()
    if line.strip()
)
